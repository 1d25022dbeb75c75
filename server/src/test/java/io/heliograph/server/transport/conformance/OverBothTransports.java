package io.heliograph.server.transport.conformance;

import io.grpc.ManagedChannel;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A server for each test alone, over each transport by turns, and a client's connection to it. Confined to the test's thread. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
abstract class OverBothTransports {
    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind kind;

    @SuppressWarnings("NullAway.Init")
    EchoTransport server;

    @SuppressWarnings("NullAway.Init")
    ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        server = new EchoTransport(kind);
        channel = server.channel();
    }

    @AfterEach
    void close() {
        server.close();
    }
}
