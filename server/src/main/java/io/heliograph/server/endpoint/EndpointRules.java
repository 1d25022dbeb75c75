package io.heliograph.server.endpoint;

/**
 * When an utterance begins and ends, in samples of 16 kHz. Immutable.
 *
 * @param threshold speech probability from which a frame is speech; 0 = detector off: all audio is speech and nothing ends it
 * @param silenceSamples silence behind speech that ends the utterance, above 0
 * @param preRollSamples audio before the first speech frame that belongs to the utterance, at least 0
 * @param tailSamples audio behind the last speech frame that a settled decode hears, 0…silenceSamples
 */
public record EndpointRules(double threshold, long silenceSamples, long preRollSamples, long tailSamples) {
    private static final double SAMPLES_PER_SECOND = 16_000;

    public EndpointRules {
        if (!(threshold >= 0) || silenceSamples <= 0 || preRollSamples < 0 || tailSamples < 0) {
            throw new IllegalArgumentException("threshold %s, silence %d, pre-roll %d, tail %d samples"
                    .formatted(threshold, silenceSamples, preRollSamples, tailSamples));
        }
        tailSamples = Math.min(tailSamples, silenceSamples);
    }

    /** Rules from seconds; silence is rounded to the nearest sample. */
    public static EndpointRules ofSeconds(double threshold, double silenceSec, double preRollSec, double tailSec) {
        return new EndpointRules(threshold, samples(silenceSec), samples(preRollSec), samples(tailSec));
    }

    /** Whether frames are judged at all. */
    public boolean detects() {
        return threshold > 0;
    }

    private static long samples(double seconds) {
        return Math.round(seconds * SAMPLES_PER_SECOND);
    }
}
