package io.heliograph.server.telemetry;

import java.util.Map;

/**
 * What a session was created with, after resolution; free of keys and secrets, so that it may be logged. Immutable.
 *
 * @param id the trimmed session id
 * @param vadMode what an endpoint does
 * @param tokenRequired whether each chunk must carry the session token
 * @param decodeProfile name of the resolved profile
 * @param languageCode resolved code, empty for auto-detect
 * @param task {@code transcribe} or {@code translate}
 * @param vadSilenceSec silence that ends an utterance, seconds, above 0
 * @param vadThreshold speech probability that counts as speech, 0 = detector off
 * @param attributes the request's attributes without API and auth keys
 * @param modelId the model that serves the session
 */
public record SessionFacts(
        String id,
        VadMode vadMode,
        boolean tokenRequired,
        String decodeProfile,
        String languageCode,
        String task,
        double vadSilenceSec,
        double vadThreshold,
        Map<String, String> attributes,
        String modelId) {

    public SessionFacts {
        attributes = Map.copyOf(attributes);
    }
}
