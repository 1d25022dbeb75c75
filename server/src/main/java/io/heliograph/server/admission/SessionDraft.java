package io.heliograph.server.admission;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a client asks for, as it came over the wire. Immutable.
 *
 * @param sessionId as sent
 * @param attributes as sent
 * @param vadMode 1 = end the stream at the first endpoint, any other number = go on
 * @param vadSilenceSec seconds; ≤ 0 or NaN = the server's default
 * @param vadThreshold 0 = the server's default
 * @param vadThresholdOverride if present beats {@code vadThreshold}; 0 = detector off
 * @param requireToken whether a session token is asked for
 * @param languageCode as sent
 * @param task 1 transcribe, 2 translate, else the server's default
 * @param decodeProfile 1 realtime, 2 accurate, else by attribute
 */
public record SessionDraft(
        String sessionId,
        Map<String, String> attributes,
        int vadMode,
        double vadSilenceSec,
        double vadThreshold,
        OptionalDouble vadThresholdOverride,
        boolean requireToken,
        String languageCode,
        int task,
        int decodeProfile) {

    public SessionDraft {
        attributes = Map.copyOf(attributes);
    }
}
