package io.heliograph.server.audio;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Turns the chunks of a stream, raw little-endian PCM16 of any rate, into 16 kHz samples in the stream's buffer, and keeps the
 * audio clock. How the same bytes are cut into chunks makes no difference to the samples. At a change of rate the old rate is
 * flushed, so that nothing is lost and the buffer's end is the audio clock rounded to a sample. Confined to the stream's thread.
 */
public final class PcmIntake {
    private static final int CONVERTED_SAMPLES = 1024;

    /** The fraction of a second is summed in units of 2⁻⁶⁰ s, so that a change of rate errs by 2⁻⁵⁴ s at most. */
    private static final double FRACTION_SCALE = 0x1p60;

    /** Far above the error of a million changes of rate, far below the 2⁻²⁰ that separate a true tie from its neighbours. */
    private static final double TIE_TOLERANCE_SAMPLES = 1e-9;

    private final AudioBuffer buffer;
    private final float[] converted = new float[CONVERTED_SAMPLES];
    private @Nullable Resampler resampler;
    private int rateHz;
    private long rateSamples;
    private long rateStartSample;
    private boolean oddByteWaits;
    private byte oddByte;

    /** Audio before the present rate: whole seconds, and the rest in 2⁻⁶⁰ s. */
    private long closedWholeSeconds;

    private long closedFraction;

    /** An intake at the start of a stream; nobody else appends to the buffer. */
    public PcmIntake(AudioBuffer buffer) {
        this.buffer = requireNonNull(buffer, "buffer");
    }

    /**
     * Takes a chunk. An odd byte at its end waits for the next chunk of the same rate and is dropped when another rate comes. An
     * empty chunk changes nothing, whatever its rate.
     *
     * @param pcm16 signed 16-bit little-endian mono; the bytes from position to limit are consumed
     * @param rateHz {@value Resampler#MIN_RATE_HZ} to {@value Resampler#MAX_RATE_HZ} Hz
     * @param arrivalNanos when it arrived, on a monotonic clock
     */
    public void accept(ByteBuffer pcm16, int rateHz, long arrivalNanos) {
        Resampler.requireRate(rateHz);
        take(pcm16, rateHz, arrivalNanos, pcm16.remaining());
    }

    /**
     * Takes a chunk of which only the end is kept: for the rest the clock goes on and the buffer holds silence that counts no
     * bytes. What is kept begins with a whole sample, so one byte less than allowed may be kept.
     *
     * @param keptBytes how many of the chunk's bytes may be kept, from its end; fewer than it has
     */
    public void acceptTail(ByteBuffer pcm16, int rateHz, long arrivalNanos, int keptBytes) {
        Resampler.requireRate(rateHz);
        int waiting = oddByteWaits && rateHz == this.rateHz ? 1 : 0;
        int lostBytes = pcm16.remaining() - keptBytes;
        if ((lostBytes + waiting) % 2 != 0) {
            // The half of a sample at the very end waits for its other half, also if there is no room: else all that
            // follows is noise.
            lostBytes += keptBytes > 0 ? 1 : -1;
        }
        finish();
        closeSamples((lostBytes + waiting) / 2, rateHz);
        buffer.appendLost(closedSamples() - buffer.endSample(), arrivalNanos);
        pcm16.position(pcm16.position() + lostBytes);
        take(pcm16, rateHz, arrivalNanos, Math.min(keptBytes, pcm16.remaining()));
    }

    /** {@link #accept(ByteBuffer, int, long)} for an array. */
    public void accept(byte[] pcm16, int rateHz, long arrivalNanos) {
        accept(ByteBuffer.wrap(pcm16), rateHz, arrivalNanos);
    }

    /** Ends the input, or this part of it: what the resampler held back goes to the buffer. Again is harmless. */
    public void finish() {
        Resampler current = resampler;
        if (current == null) {
            return;
        }
        closeSamples(rateSamples, rateHz);
        current.finish(closedSamples() - rateStartSample, buffer);
        buffer.endStretch();
        resampler = null;
        rateHz = 0;
        rateSamples = 0;
        oddByteWaits = false;
    }

    /** The audio clock: seconds of audio accepted, every whole sample at the rate it came with. */
    public double seconds() {
        return closedSeconds() + (rateHz == 0 ? 0 : (double) rateSamples / rateHz);
    }

    /** What the audio clock will be once a chunk of this size and rate has been accepted as the next. */
    public double secondsWith(int bytes, int rateHz) {
        Resampler.requireRate(rateHz);
        if (rateHz != this.rateHz) {
            int samples = bytes / 2;
            return seconds() + (double) samples / rateHz;
        }
        int samples = (bytes + (oddByteWaits ? 1 : 0)) / 2;
        return closedSeconds() + (double) (rateSamples + samples) / rateHz;
    }

    private void take(ByteBuffer pcm16, int rateHz, long arrivalNanos, int countedBytes) {
        if (!pcm16.hasRemaining()) {
            return;
        }
        Resampler current = resampler;
        if (current == null || this.rateHz != rateHz) {
            finish();
            current = Resampler.to16kHz(rateHz);
            resampler = current;
            this.rateHz = rateHz;
            rateStartSample = buffer.endSample();
        }
        buffer.received(countedBytes, rateHz, arrivalNanos);
        convert(pcm16, current);
    }

    private void closeSamples(long samples, int atRateHz) {
        closedWholeSeconds += samples / atRateHz;
        closedFraction += Math.round((double) (samples % atRateHz) / atRateHz * FRACTION_SCALE);
        closedWholeSeconds += closedFraction >> 60;
        closedFraction &= (1L << 60) - 1;
    }

    private double closedSeconds() {
        return closedWholeSeconds + closedFraction / FRACTION_SCALE;
    }

    /** The closed part of the audio clock in 16 kHz samples, rounded half up. */
    private long closedSamples() {
        double rest = closedFraction / FRACTION_SCALE * AudioView.SAMPLE_RATE_HZ;
        return closedWholeSeconds * AudioView.SAMPLE_RATE_HZ + (long) Math.floor(rest + 0.5 + TIE_TOLERANCE_SAMPLES);
    }

    private void convert(ByteBuffer pcm16, Resampler current) {
        ByteBuffer source = pcm16.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        pcm16.position(pcm16.limit());
        int ready = 0;
        if (oddByteWaits) {
            oddByteWaits = false;
            short sample = (short) ((source.get() << 8) | (oddByte & 0xff));
            converted[ready++] = Pcm16.toFloat(sample);
        }
        while (source.remaining() >= 2 || ready > 0) {
            int end = Math.min(CONVERTED_SAMPLES, ready + source.remaining() / 2);
            while (ready < end) {
                converted[ready++] = Pcm16.toFloat(source.getShort());
            }
            rateSamples += ready;
            current.accept(converted, 0, ready, buffer);
            ready = 0;
        }
        if (source.hasRemaining()) {
            oddByte = source.get();
            oddByteWaits = true;
        }
    }
}
