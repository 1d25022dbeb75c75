package io.heliograph.server.stream;

/**
 * The limits that a stream obeys, in the units it counts in; taken anew from the live limits at each chunk. Immutable. Zero
 * switches a rule off unless stated.
 *
 * @param maxChunkMs longest chunk, milliseconds
 * @param maxAudioSeconds total audio of a stream
 * @param fallbackSampleRateHz rate of chunks that name none before any did
 * @param maxBufferBytes bytes as received that an open utterance may hold before it is split
 * @param maxBufferSeconds the same in seconds of audio
 * @param splitSearchSamples where the quietest moment is looked for
 * @param firstPartialSamples audio since onset before the first partial; at least one frame
 * @param partialIntervalSamples audio between partials
 * @param partialWindowSamples how much of the utterance a partial hears; 0 = all of it
 * @param rmsThreshold energy below which audio is not decoded
 * @param maxPendingPerStream scheduled decodes not yet delivered
 * @param queueTimeoutNanos how long a settled decode waits for room among them; 0 = not at all
 * @param decodeTimeoutNanos how long pending decodes may take; 0 = for ever
 * @param inactivityNanos how long a silent client is kept; 0 = for ever
 * @param committedTextLimitBytes bound of the committed text
 */
public record StreamRules(
        int maxChunkMs,
        double maxAudioSeconds,
        int fallbackSampleRateHz,
        long maxBufferBytes,
        double maxBufferSeconds,
        int splitSearchSamples,
        long firstPartialSamples,
        long partialIntervalSamples,
        long partialWindowSamples,
        double rmsThreshold,
        int maxPendingPerStream,
        long queueTimeoutNanos,
        long decodeTimeoutNanos,
        long inactivityNanos,
        long committedTextLimitBytes) {

    private static final long FLUSH_NANOS_WITHOUT_TIMEOUT = 5_000_000_000L;
    private static final int SETTLED_PENDING_WITHOUT_LIMIT = 64;

    /** The longest chunk at a rate, bytes. */
    long maxChunkBytes(int sampleRateHz) {
        return maxChunkMs > 0 ? (long) maxChunkMs * sampleRateHz * 2 / 1000 : Long.MAX_VALUE;
    }

    /** How long accepted audio may take to settle before an error ends the stream. */
    long flushNanos() {
        return decodeTimeoutNanos > 0 ? decodeTimeoutNanos : FLUSH_NANOS_WITHOUT_TIMEOUT;
    }

    /** Settled decodes that may be pending before the stream stops reading. */
    int maxSettledPending() {
        return maxPendingPerStream > 0 ? Math.max(4, maxPendingPerStream) : SETTLED_PENDING_WITHOUT_LIMIT;
    }

    /** Whether an utterance of that size must be split. */
    boolean exceedsBuffer(long bytes, long samples) {
        return (maxBufferBytes > 0 && bytes > maxBufferBytes)
                || (maxBufferSeconds > 0 && samples > maxBufferSeconds * 16_000);
    }
}
