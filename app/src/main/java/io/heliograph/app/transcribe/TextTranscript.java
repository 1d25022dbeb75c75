package io.heliograph.app.transcribe;

import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.STTResult;
import java.io.PrintWriter;

/**
 * A line for each final; on a terminal, below them, the words of the moment. Confined to one thread at a time.
 */
final class TextTranscript implements Transcript {
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final Terminal terminal;
    private final boolean isHeaded;
    private boolean isFirst = true;
    private boolean isDrawn;
    private String settledText = "";

    /**
     * @param terminal words of the moment are drawn if its output is one
     * @param isHeaded whether each recording's name stands above its words
     */
    TextTranscript(PrintWriter out, Terminal terminal, boolean isHeaded) {
        this.out = out;
        this.terminal = terminal;
        this.isHeaded = isHeaded;
    }

    @Override
    public void begin(String name) {
        if (isHeaded) {
            out.println((isFirst ? "" : System.lineSeparator()) + "==> " + PlainText.of(name) + " <==");
            out.flush();
        }
        isFirst = false;
        settledText = "";
    }

    @Override
    public void partial(TimedResult timed) {
        if (!terminal.isOut()) {
            return;
        }
        STTResult result = timed.result();
        String committed = result.getCommittedText();
        String open = committed.startsWith(settledText) ? committed.substring(settledText.length()) : committed;
        PartialLine line = new PartialLine(PlainText.of(open), PlainText.of(result.getUnstableText()));
        out.print(ERASE_LINE + line.draw(terminal.columns(), terminal.isStyled()));
        out.flush();
        isDrawn = true;
    }

    @Override
    public void settled(TimedResult timed) {
        clear();
        settledText = timed.result().getCommittedText();
        String words = PlainText.of(timed.result().getText());
        if (!words.isEmpty()) {
            out.println(words);
            out.flush();
        }
    }

    @Override
    public void end(Summary summary) {
        clear();
    }

    @Override
    public void clear() {
        if (isDrawn) {
            out.print(ERASE_LINE);
            out.flush();
            isDrawn = false;
        }
    }
}
