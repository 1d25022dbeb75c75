package io.heliograph.app;

import io.heliograph.server.model.PullProgress;
import java.util.Locale;

/**
 * Shows a download: as a bar on a terminal, else as a line for each fifth, so that a log stays short. Confined to the installing
 * thread.
 */
final class TransferProgress implements PullProgress {
    private static final int BAR_CELLS = 30;
    private static final int STEP_PERCENT = 20;
    private static final int WHOLE_PERCENT = 100;

    private final CommandOutput output;
    private final boolean isTerminal;
    private int shownPercent = -1;

    TransferProgress(CommandOutput output, boolean isTerminal) {
        this.output = output;
        this.isTerminal = isTerminal;
    }

    @Override
    public void note(String line) {
        endBar();
        shownPercent = -1;
        output.out(line);
    }

    @Override
    public void transferred(long doneBytes, long totalBytes) {
        int percent = (int) (doneBytes * WHOLE_PERCENT / Math.max(1, totalBytes));
        if (isTerminal && percent > shownPercent) {
            output.redraw(bar(percent) + " " + numbers(percent, doneBytes, totalBytes));
            shownPercent = percent;
        } else if (!isTerminal && percent / STEP_PERCENT > shownPercent / STEP_PERCENT) {
            output.err(numbers(percent, doneBytes, totalBytes));
            shownPercent = percent;
        }
    }

    /** Ends the line of an unfinished bar, so that what follows starts its own. */
    void endBar() {
        if (isTerminal && shownPercent >= 0) {
            output.err("");
            shownPercent = -1;
        }
    }

    private static String bar(int percent) {
        int filled = BAR_CELLS * percent / WHOLE_PERCENT;
        return "[" + "#".repeat(filled) + ".".repeat(BAR_CELLS - filled) + "]";
    }

    private static String numbers(int percent, long doneBytes, long totalBytes) {
        return String.format(Locale.ROOT, "%3d %%  %.1f of %.1f MB", percent, doneBytes / 1e6, totalBytes / 1e6);
    }
}
