package io.heliograph.server.audio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Band-limited resampling of a stream of mono samples. Output sample k is the input signal at time k / output rate: the filter is
 * symmetric, its delay taken out, so nothing moves in time. Positions are exact integers and every output sample is the same sum
 * in the same order, so the output depends on the samples alone, bit for bit, never on how they were cut into calls. Aliases and
 * images are at least 60 dB down, the band up to 0.85 of the lower Nyquist frequency is flat within 0.5 dB.
 *
 * <p>An output sample appears once the filter's reach behind it is known: 24 samples of the lower rate, 1.5 ms at 16 kHz. Equal
 * rates pass straight through. Confined to the stream's thread.
 */
public final class Resampler {
    /** Lowest rate of either side, in Hz. */
    public static final int MIN_RATE_HZ = 4_000;

    /** Highest rate of either side, in Hz. */
    public static final int MAX_RATE_HZ = 384_000;

    /** Input samples taken between two moves of the history to the front: makes one-sample calls cheap. */
    private static final int SLACK_SAMPLES = 1024;

    private static final int BATCH_SAMPLES = 512;

    private final int inputRateHz;
    private final int outputRateHz;
    private final @Nullable Stage stage;
    private long samplesIn;
    private long samplesOut;
    private boolean finished;

    /** A resampler between two rates of {@value #MIN_RATE_HZ} to {@value #MAX_RATE_HZ} Hz. */
    public Resampler(int inputRateHz, int outputRateHz) {
        requireRate(inputRateHz);
        requireRate(outputRateHz);
        this.inputRateHz = inputRateHz;
        this.outputRateHz = outputRateHz;
        this.stage = inputRateHz == outputRateHz ? null : new Stage(ResampleKernel.between(inputRateHz, outputRateHz));
    }

    /** A resampler to the 16 kHz of detector and engine. */
    public static Resampler to16kHz(int inputRateHz) {
        return new Resampler(inputRateHz, AudioView.SAMPLE_RATE_HZ);
    }

    /** Output samples that {@code samples} input samples make in all: samples · output rate / input rate, rounded half up. */
    public static long outputSamples(long samples, int inputRateHz, int outputRateHz) {
        return (2 * samples * outputRateHz + inputRateHz) / (2L * inputRateHz);
    }

    /** Refuses a rate that cannot be resampled, with the numbers. */
    static void requireRate(int rateHz) {
        if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException(
                    "sample rate " + rateHz + " Hz outside " + MIN_RATE_HZ + " to " + MAX_RATE_HZ + " Hz");
        }
    }

    /**
     * Takes the next input samples and hands on the output samples that are certain now.
     *
     * @throws IllegalStateException after {@link #finish(SampleSink)}
     */
    public void accept(float[] samples, int offset, int count, SampleSink sink) {
        if (finished) {
            throw new IllegalStateException("finished after " + samplesIn + " samples");
        }
        samplesIn += count;
        if (stage != null) {
            stage.accept(samples, offset, count, sink);
        } else if (count > 0) {
            samplesOut += count;
            sink.append(samples, offset, count);
        }
    }

    /** Ends the input as if silence followed: all output together is {@link #outputSamples}. Again is harmless. */
    public void finish(SampleSink sink) {
        finish(outputSamples(samplesIn, inputRateHz, outputRateHz), sink);
    }

    /**
     * Ends the input so that all output together is {@code totalSamples}, which a caller may place up to one sample beside the
     * usual rule; where more has been handed on already, that stays.
     */
    void finish(long totalSamples, SampleSink sink) {
        if (!finished && stage != null) {
            stage.finish(totalSamples, sink);
        }
        finished = true;
    }

    /** Input samples so far. */
    public long samplesIn() {
        return samplesIn;
    }

    /** Output samples so far. */
    public long samplesOut() {
        return samplesOut;
    }

    /** History and position: what lies between two calls. */
    private final class Stage {
        private final ResampleKernel kernel;
        private final int taps;
        private final float[] history;
        private final float[] batch = new float[BATCH_SAMPLES];
        private int filled;

        /** Index in the history of the first input sample of the next output sample. */
        private int next;

        private int phase;

        Stage(ResampleKernel kernel) {
            this.kernel = kernel;
            this.taps = kernel.taps();
            this.history = new float[taps + SLACK_SAMPLES];
            // Silence before the first sample, so that output sample 0 is centred on it.
            this.filled = taps / 2 - 1;
        }

        void accept(float[] samples, int offset, int count, SampleSink sink) {
            for (int done = 0; done < count; ) {
                int part = Math.min(room(), count - done);
                System.arraycopy(samples, offset + done, history, filled, part);
                filled += part;
                done += part;
                emit(Long.MAX_VALUE, sink);
            }
        }

        void finish(long totalSamples, SampleSink sink) {
            while (samplesOut < totalSamples) {
                int part = room();
                Arrays.fill(history, filled, filled + part, 0);
                filled += part;
                emit(totalSamples, sink);
            }
        }

        /** Free places behind the history, at least one. */
        private int room() {
            if (filled == history.length) {
                System.arraycopy(history, next, history, 0, filled - next);
                filled -= next;
                next = 0;
            }
            return history.length - filled;
        }

        private void emit(long totalSamples, SampleSink sink) {
            int wholeStep = kernel.step() / kernel.phases();
            int phaseStep = kernel.step() % kernel.phases();
            int ready = 0;
            while (next + taps <= filled && samplesOut < totalSamples) {
                batch[ready++] = kernel.output(history, next, phase);
                samplesOut++;
                next += wholeStep;
                phase += phaseStep;
                if (phase >= kernel.phases()) {
                    phase -= kernel.phases();
                    next++;
                }
                if (ready == BATCH_SAMPLES) {
                    sink.append(batch, 0, ready);
                    ready = 0;
                }
            }
            if (ready > 0) {
                sink.append(batch, 0, ready);
            }
        }
    }
}
