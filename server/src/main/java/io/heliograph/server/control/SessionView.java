package io.heliograph.server.control;

import io.heliograph.server.telemetry.Hash16;

/**
 * What an operator sees of a registered session. Immutable; together the figures are not a snapshot.
 *
 * @param hash hash16 of its id, the name under which it is ended
 * @param clientHash hash16 of its API key, else of its address
 * @param isStreaming whether a stream has claimed it
 * @param modelId model that serves it
 * @param decodeProfile its decode profile
 * @param languageCode its language, empty = detected
 * @param ageSeconds since it was registered
 * @param audioSeconds audio accepted so far, 0 before streaming
 * @param bufferBytes audio not yet in a settled decode, bytes as received
 * @param pendingDecodes scheduled and not yet delivered
 * @param utterances ended by the detector so far
 * @param partials decodes that gave text that may change
 * @param finals utterances with settled text
 * @param decodeShare time workers spent on it, as a share of its audio; 0 without audio
 * @param lagSec last speech to settled text of its latest utterance, seconds; NaN without one
 * @param lateFinals finals that the objective calls late
 * @param service how well it is served
 */
public record SessionView(
        String hash,
        String clientHash,
        boolean isStreaming,
        String modelId,
        String decodeProfile,
        String languageCode,
        double ageSeconds,
        double audioSeconds,
        long bufferBytes,
        int pendingDecodes,
        int utterances,
        long partials,
        long finals,
        double decodeShare,
        double lagSec,
        long lateFinals,
        SessionService service) {

    /** The name under which an operator sees the session with that id. */
    public static String hashOf(String sessionId) {
        return Hash16.ofSession(sessionId);
    }
}
