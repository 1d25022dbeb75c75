package io.heliograph.server.transport.conformance;

import io.heliograph.server.transport.grpc.GrpcTransportKind;

/** What a transport does otherwise than it should: the one place that says so. Each is asserted as it is, and told in the docs. */
public enum Shortfall {
    /** Values of a trailer that is there more than once arrive joined. */
    REPEATED_TRAILERS("repeated trailers arrive joined by a comma", GrpcTransportKind.HELIDON),

    /** A larger header would keep Helidon busy for ever. */
    LONG_STATUS_TEXTS("a status text is cut at 4,000 characters of its encoded form", GrpcTransportKind.HELIDON),

    /** Netty takes any HEADERS on a stream that is over as an error of the connection. */
    LATE_TRAILERS(
            "trailers of a client for a call that the server has ended end their connection", GrpcTransportKind.NETTY);

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
