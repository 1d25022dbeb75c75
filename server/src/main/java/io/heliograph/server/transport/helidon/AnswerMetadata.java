package io.heliograph.server.transport.helidon;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;

/**
 * Fault: a header larger than Helidon's table of 4,096 bytes keeps the thread that writes it busy for ever. Cure: headers and
 * trailers of a service that might become one, since values of one name are joined, are not written. Pure.
 */
final class AnswerMetadata {
    /** In base 64, and with what an entry costs, below the size of the table; of a whole block. */
    private static final int MAX_BYTES = 2_800;

    private AnswerMetadata() {}

    /** What the client is told instead, empty if they can be written. */
    static Optional<Status> refusal(Metadata metadata) {
        int bytes = 0;
        for (byte[] part : InternalMetadata.serialize(metadata)) {
            bytes += part.length;
        }
        return bytes <= MAX_BYTES
                ? Optional.empty()
                : Optional.of(Status.INTERNAL.withDescription(
                        "the answer's metadata have %d bytes, at most %d".formatted(bytes, MAX_BYTES)));
    }
}
