package io.heliograph.app.transcribe;

import io.heliograph.server.time.Ticker;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The line of a terminal that shows how much of a long recording has been sent and how fast that goes. Confined to one thread at
 * a time.
 */
final class ProgressBar {
    /** A shorter recording is done before anybody wonders. */
    private static final double MIN_AUDIO_SEC = 30;
    /** Ten times a second looks steady. */
    private static final long REDRAW_NANOS = 100_000_000L;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BAR_CELLS = 24;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final Ticker ticker;
    private final int columns;
    private final int sampleRateHz;
    private final OptionalLong totalSamples;
    private final long startedNanos;
    private long drawnNanos;
    private boolean isDrawn;

    /** A bar for a recording that begins now. */
    ProgressBar(PrintWriter err, Ticker ticker, int columns, int sampleRateHz, OptionalLong totalSamples) {
        this.err = err;
        this.ticker = ticker;
        this.columns = columns;
        this.sampleRateHz = sampleRateHz;
        this.totalSamples = totalSamples;
        this.startedNanos = ticker.nanos();
        this.drawnNanos = startedNanos;
    }

    /** So many samples have been sent. */
    void sent(long samples) {
        boolean isLong = totalSamples.isEmpty() || totalSamples.getAsLong() >= MIN_AUDIO_SEC * sampleRateHz;
        long now = ticker.nanos();
        if (isLong && now - drawnNanos >= REDRAW_NANOS) {
            String line = line(samples, (now - startedNanos) / NANOS_PER_SECOND);
            err.print(ERASE_LINE + line.substring(0, Math.min(line.length(), columns - 1)));
            err.flush();
            drawnNanos = now;
            isDrawn = true;
        }
    }

    /** Takes the bar away. */
    void clear() {
        if (isDrawn) {
            err.print(ERASE_LINE);
            err.flush();
            isDrawn = false;
        }
    }

    private String line(long samples, double wallSec) {
        double sentSec = (double) samples / sampleRateHz;
        String speed = String.format(Locale.ROOT, "%.1f × real time", sentSec / wallSec);
        if (totalSamples.isEmpty() || totalSamples.getAsLong() == 0) {
            return clock(sentSec) + "  " + speed;
        }
        double share = Math.min(1, (double) samples / totalSamples.getAsLong());
        int filled = (int) (share * BAR_CELLS);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_CELLS - filled) + "]"
                + String.format(Locale.ROOT, " %3d %%  ", (int) (share * 100))
                + clock(sentSec) + " of " + clock((double) totalSamples.getAsLong() / sampleRateHz) + "  " + speed;
    }

    private static String clock(double seconds) {
        long whole = (long) seconds;
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
