package io.heliograph.app.transcribe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which of the standard streams a person is looking at, and how wide it is. Immutable.
 *
 * @param isOut whether the standard output is a terminal that can redraw a line
 * @param isErr whether the error output is one
 * @param isStyled whether it is welcome to dim text
 * @param columns its width, at least 20
 */
public record Terminal(boolean isOut, boolean isErr, boolean isStyled, int columns) {
    /** No terminal anywhere. */
    public static final Terminal NONE = new Terminal(false, false, false, 80);

    private static final int DEFAULT_COLUMNS = 80;
    private static final int MIN_COLUMNS = 20;
    private static final long PROBE_SECONDS = 1;

    public Terminal {
        columns = Math.max(MIN_COLUMNS, columns);
    }

    /** What this process was started on. */
    public static Terminal probe(Map<String, String> environment) {
        if ("dumb".equals(environment.get("TERM"))) {
            return NONE;
        }
        boolean isOut = isTerminal(1);
        boolean isErr = isTerminal(2);
        boolean isStyled = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(isOut, isErr, isStyled, isOut || isErr ? width() : DEFAULT_COLUMNS);
    }

    /** Java itself only tells whether input and output are terminals both, which a pipe into this program is not. */
    private static boolean isTerminal(int descriptor) {
        try {
            Process process = new ProcessBuilder("sh", "-c", "test -t " + descriptor)
                    .inheritIO()
                    .start();
            return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** As the terminal driver tells it; 80 columns if it does not. */
    private static int width() {
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return DEFAULT_COLUMNS;
            }
            String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return DEFAULT_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_COLUMNS;
        }
    }
}
