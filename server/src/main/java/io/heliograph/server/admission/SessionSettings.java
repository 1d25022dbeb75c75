package io.heliograph.server.admission;

import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.endpoint.EndpointRules;

/**
 * How a session's stream works. Immutable.
 *
 * @param endpointRules when utterances begin and end
 * @param decodeOptions what is asked of the engine
 * @param wantsPartials whether partials are sent
 * @param emitsFinalOnVad whether each endpoint sends its final at once, or all finals wait for the end of input
 * @param isBatchUpload whether audio comes as fast as it can
 * @param isRecorded whether its audio is kept
 */
public record SessionSettings(
        EndpointRules endpointRules,
        DecodeOptions decodeOptions,
        boolean wantsPartials,
        boolean emitsFinalOnVad,
        boolean isBatchUpload,
        boolean isRecorded) {}
