package io.heliograph.app.transcribe;

import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.STTResult;
import java.io.PrintWriter;
import java.util.Locale;

/** Captions, as SubRip or WebVTT. Confined to one thread at a time. */
final class CaptionTranscript implements Transcript {
    private static final long MS_PER_SECOND = 1000;
    private static final long MS_PER_MINUTE = 60_000;
    private static final long MS_PER_HOUR = 3_600_000;

    private final PrintWriter out;
    private final boolean isVtt;
    private CueSplitter splitter = new CueSplitter();
    private int cues;

    CaptionTranscript(PrintWriter out, boolean isVtt) {
        this.out = out;
        this.isVtt = isVtt;
    }

    @Override
    public void begin(String name) {
        splitter = new CueSplitter();
        cues = 0;
        if (isVtt) {
            out.print("WEBVTT\n\n");
            out.flush();
        }
    }

    @Override
    public void partial(TimedResult result) {
        // A caption is not taken back.
    }

    @Override
    public void settled(TimedResult timed) {
        STTResult result = timed.result();
        for (Cue cue : splitter.split(result.getText(), result.getStartSec(), result.getEndSec())) {
            cues++;
            if (!isVtt) {
                out.print(cues + "\n");
            }
            out.print(time(cue.startMs()) + " --> " + time(cue.endMs()) + "\n");
            cue.lines().forEach(line -> out.print(escape(line) + "\n"));
            out.print("\n");
        }
        out.flush();
    }

    @Override
    public void end(Summary summary) {
        out.flush();
    }

    @Override
    public void clear() {
        // Nothing here is for the moment only.
    }

    private String time(long ms) {
        return String.format(
                Locale.ROOT,
                isVtt ? "%02d:%02d:%02d.%03d" : "%02d:%02d:%02d,%03d",
                ms / MS_PER_HOUR,
                ms / MS_PER_MINUTE % 60,
                ms / MS_PER_SECOND % 60,
                ms % MS_PER_SECOND);
    }

    /** SubRip knows no escapes: there only the arrow, which would be taken for a line of times, is replaced. */
    private String escape(String line) {
        return isVtt ? line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") : line.replace("-->", "→");
    }
}
