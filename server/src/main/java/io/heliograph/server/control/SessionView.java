package io.heliograph.server.control;

import io.heliograph.server.telemetry.SessionFacts;

/**
 * What an operator sees of a registered session. Immutable; together the figures are not a snapshot.
 *
 * @param facts what it was created with
 * @param clientHash hash16 of its API key, else of its address
 * @param isStreaming whether a stream has claimed it
 * @param ageSeconds since it was registered
 * @param audioSeconds audio accepted so far, 0 before streaming
 * @param bufferBytes audio not yet in a settled decode, bytes as received
 * @param pendingDecodes scheduled and not yet delivered
 * @param endpoints utterances ended by the detector so far
 */
public record SessionView(
        SessionFacts facts,
        String clientHash,
        boolean isStreaming,
        double ageSeconds,
        double audioSeconds,
        long bufferBytes,
        int pendingDecodes,
        int endpoints) {}
