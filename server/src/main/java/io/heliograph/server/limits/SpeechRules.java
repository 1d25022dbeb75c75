package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.SPEECH_RMS_THRESHOLD;
import static io.heliograph.server.limits.LimitKey.VAD_PRE_ROLL_SEC;
import static io.heliograph.server.limits.LimitKey.VAD_SILENCE;
import static io.heliograph.server.limits.LimitKey.VAD_TAIL_SEC;
import static io.heliograph.server.limits.LimitKey.VAD_THRESHOLD;

/**
 * What counts as speech for sessions that do not say so themselves. Immutable.
 *
 * @param silenceSec silence that ends an utterance, seconds, above 0
 * @param threshold speech probability that counts as speech, 0…1; 0 = detector off
 * @param preRollSec audio kept before the first speech frame, seconds
 * @param tailSec audio kept behind the last speech frame, seconds
 * @param rmsThreshold root mean square below which audio is not decoded; ≤ 0 off
 */
public record SpeechRules(double silenceSec, double threshold, double preRollSec, double tailSec, double rmsThreshold) {

    public SpeechRules {
        VAD_SILENCE.require(silenceSec);
        VAD_THRESHOLD.require(threshold);
        VAD_PRE_ROLL_SEC.require(preRollSec);
        VAD_TAIL_SEC.require(tailSec);
        SPEECH_RMS_THRESHOLD.require(rmsThreshold);
    }

    static SpeechRules from(LimitValues values) {
        return new SpeechRules(
                values.number(VAD_SILENCE),
                values.number(VAD_THRESHOLD),
                values.number(VAD_PRE_ROLL_SEC),
                values.number(VAD_TAIL_SEC),
                values.number(SPEECH_RMS_THRESHOLD));
    }

    void into(LimitValues values) {
        values.put(VAD_SILENCE, silenceSec);
        values.put(VAD_THRESHOLD, threshold);
        values.put(VAD_PRE_ROLL_SEC, preRollSec);
        values.put(VAD_TAIL_SEC, tailSec);
        values.put(SPEECH_RMS_THRESHOLD, rmsThreshold);
    }

    /** Audio kept behind the last speech frame of a session with this silence, seconds. */
    public double tailSec(double sessionSilenceSec) {
        return Math.min(tailSec, sessionSilenceSec);
    }
}
