package io.heliograph.server.slo;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How latencies are kept: HDR histograms of microseconds with two significant digits, so that a percentile errs by 1 % at most
 * and any number of histograms can be added up. Stateless.
 */
final class LatencyScale {
    /** An hour; what took longer is kept as an hour. */
    static final long MAX_MICROS = 3_600_000_000L;

    private static final int SIGNIFICANT_DIGITS = 2;
    private static final byte[] NOTHING = {};

    private LatencyScale() {}

    /** A histogram that many threads may write. */
    static AtomicHistogram forWriters() {
        return new AtomicHistogram(1, MAX_MICROS, SIGNIFICANT_DIGITS);
    }

    /** A histogram of one thread. */
    static Histogram empty() {
        return new Histogram(1, MAX_MICROS, SIGNIFICANT_DIGITS);
    }

    static void record(AbstractHistogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1_000, 0, MAX_MICROS));
    }

    /** The log-compressed form; no bytes for a histogram without values. */
    static byte[] encoded(AbstractHistogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return NOTHING;
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        byte[] bytes = new byte[histogram.encodeIntoCompressedByteBuffer(buffer)];
        buffer.rewind();
        buffer.get(bytes);
        return bytes;
    }

    /** Adds a histogram in its log-compressed form; one that is damaged is left out, false then. */
    static boolean addTo(AbstractHistogram sum, byte[] encoded) {
        if (encoded.length == 0) {
            return true;
        }
        try {
            sum.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0));
            return true;
        } catch (DataFormatException | RuntimeException e) {
            return false;
        }
    }

    /** The sum of two histograms, all in log-compressed form. */
    static byte[] sum(byte[] one, byte[] other) {
        if (one.length == 0) {
            return other;
        }
        if (other.length == 0) {
            return one;
        }
        Histogram sum = empty();
        addTo(sum, one);
        addTo(sum, other);
        return encoded(sum);
    }
}
