package io.heliograph.server.transport.conformance;

import io.heliograph.server.transport.grpc.GrpcTransportKind;

/** What a transport does otherwise than it should: the one place that says so. Each is asserted as it is, and told in the docs. */
public enum Shortfall {
    /** Values of a trailer that is there more than once arrive joined. */
    REPEATED_TRAILERS("repeated trailers arrive joined by a comma", GrpcTransportKind.HELIDON),

    /** Helidon reads headers before anybody may look at them, and what it cannot read is an error of the connection. */
    MALFORMED_REQUESTS(
            "a request with malformed headers ends its connection, not only its stream", GrpcTransportKind.HELIDON);

    private final String text;
    private final GrpcTransportKind transport;

    Shortfall(String text, GrpcTransportKind transport) {
        this.text = text;
        this.transport = transport;
    }

    /** How the docs tell it. */
    String text() {
        return text;
    }

    /** Whether it is that one's. */
    public boolean of(GrpcTransportKind kind) {
        return transport == kind;
    }
}
