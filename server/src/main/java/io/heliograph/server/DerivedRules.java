package io.heliograph.server;

import io.heliograph.server.limits.DecodeLimits;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.limits.PartialRules;
import io.heliograph.server.stream.StreamRules;
import java.util.function.DoubleUnaryOperator;

/**
 * The limits in force in the units that streams count in, translated once at each change and not at each chunk. Thread-safe.
 */
final class DerivedRules {
    private static final double SAMPLES_PER_SECOND = 16_000;

    private final LiveLimits limits;
    private final int fallbackSampleRateHz;
    private final long committedTextLimitBytes;
    private volatile DoubleUnaryOperator partialIntervalSec = DoubleUnaryOperator.identity();
    private volatile StreamRules stream;

    /**
     * Rules that follow the limits from now on.
     *
     * @param fallbackSampleRateHz rate of chunks that name none
     * @param committedTextLimitBytes bound of the committed text
     */
    DerivedRules(LiveLimits limits, int fallbackSampleRateHz, long committedTextLimitBytes) {
        this.limits = limits;
        this.fallbackSampleRateHz = fallbackSampleRateHz;
        this.committedTextLimitBytes = committedTextLimitBytes;
        this.stream = translate(limits.now());
        limits.addListener(next -> stream = translate(next));
    }

    /** From now on the distance of partials, in seconds, is what this makes of the configured one, looked at each {@link #refresh}. */
    void partialInterval(DoubleUnaryOperator stretched) {
        partialIntervalSec = stretched;
        refresh();
    }

    /** Translates anew. */
    void refresh() {
        stream = translate(limits.now());
    }

    StreamRules stream() {
        return stream;
    }

    private StreamRules translate(Limits limits) {
        PartialRules partials = limits.partials();
        DecodeLimits decode = limits.decode();
        Long maxBufferBytes = limits.audio().maxBufferBytes();
        return new StreamRules(
                limits.audio().maxChunkMs(),
                limits.audio().maxAudioSecondsPerSession(),
                fallbackSampleRateHz,
                maxBufferBytes == null ? 0 : maxBufferBytes,
                limits.audio().maxBufferSec(),
                (int) samples(limits.audio().bufferOverlapSec()),
                samples(partials.firstPartialSec()),
                samples(partialIntervalSec.applyAsDouble(partials.partialDecodeIntervalSec())),
                samples(partials.partialDecodeWindowSec()),
                limits.speech().rmsThreshold(),
                decode.maxPendingDecodesPerStream(),
                nanos(decode.decodeQueueTimeoutSec()),
                nanos(decode.decodeTimeoutSec()),
                nanos(limits.sessions().sessionTimeoutSec()),
                committedTextLimitBytes);
    }

    private static long samples(double seconds) {
        return Math.round(seconds * SAMPLES_PER_SECOND);
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
