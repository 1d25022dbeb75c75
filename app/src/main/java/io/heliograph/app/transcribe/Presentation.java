package io.heliograph.app.transcribe;

import io.heliograph.app.client.ChunkTiming;
import io.heliograph.app.client.FinalLatencies;
import io.heliograph.app.client.StreamListener;
import io.heliograph.app.client.TimedResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Shows one recording's stream while it runs: words to the transcript, progress beside it, latencies counted. Thread-safe. */
final class Presentation implements StreamListener {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Transcript transcript;
    private final BooleanSupplier isBroken;
    private final Optional<ProgressBar> progress;
    private final FinalLatencies latencies;
    private final ReentrantLock lock = new ReentrantLock();
    private long finals;
    private boolean isOutputBroken;

    /** @param isBroken whether what the transcript printed did not arrive; asked after each result */
    Presentation(Transcript transcript, BooleanSupplier isBroken, Optional<ProgressBar> progress, int sampleRateHz) {
        this.transcript = transcript;
        this.isBroken = isBroken;
        this.progress = progress;
        this.latencies = new FinalLatencies(sampleRateHz);
    }

    @Override
    public void onChunk(ChunkTiming chunk) {
        lock.lock();
        try {
            latencies.add(chunk);
            progress.ifPresent(bar -> bar.sent(chunk.endSample()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onResult(TimedResult result) {
        lock.lock();
        try {
            progress.ifPresent(ProgressBar::clear);
            if (result.result().getIsFinal()) {
                finals++;
                latencies.add(result);
                transcript.settled(result);
            } else {
                transcript.partial(result);
            }
            if (isBroken.getAsBoolean()) {
                isOutputBroken = true;
                throw new UncheckedIOException(new IOException("the output cannot be written"));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes back what is drawn for the moment only. */
    void clear() {
        lock.lock();
        try {
            progress.ifPresent(ProgressBar::clear);
            transcript.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Whether words could not be written where they belong. */
    boolean isOutputBroken() {
        lock.lock();
        try {
            return isOutputBroken;
        } finally {
            lock.unlock();
        }
    }

    /** Finals so far. */
    long finals() {
        lock.lock();
        try {
            return finals;
        } finally {
            lock.unlock();
        }
    }

    /** The percentile of the time from the last audio of an utterance to its final. */
    OptionalDouble finalLatencySec(double percent) {
        OptionalLong nanos = latencies.percentileNanos(percent);
        return nanos.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(nanos.getAsLong() / NANOS_PER_SECOND);
    }
}
