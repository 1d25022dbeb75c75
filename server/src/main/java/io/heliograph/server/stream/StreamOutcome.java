package io.heliograph.server.stream;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import org.jspecify.annotations.Nullable;

/**
 * How a stream ends on the wire. Immutable.
 *
 * @param status the gRPC status
 * @param errorCode null for OK and for failures that have no code
 * @param detail explains an error, free of client text
 * @param totals the sums that go into the trailers
 * @param hasTrailers false only for an unknown session in the metadata
 */
public record StreamOutcome(
        StatusName status, @Nullable ErrorCode errorCode, String detail, DecodeTotals totals, boolean hasTrailers) {}
