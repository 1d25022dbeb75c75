package io.heliograph.server;

import io.heliograph.server.admission.AdmissionController;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.stream.StreamServices;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcConfig;
import io.heliograph.server.transport.grpc.GrpcListener;
import io.heliograph.server.transport.grpc.GrpcTransport;
import io.heliograph.server.transport.grpc.NettyTransport;
import io.heliograph.server.transport.grpc.SttService;
import io.heliograph.server.transport.helidon.HelidonTransport;
import java.util.Optional;

/** Puts the gRPC listener together, over the transport that is configured. Pure. */
final class GrpcAssembly {
    private GrpcAssembly() {}

    /**
     * Opens the port.
     *
     * @param host address to bind, empty = all
     * @throws RuntimeException in one line, if the port or the certificate cannot be used
     */
    static GrpcListener open(
            ServerConfig config,
            String host,
            AdmissionController admission,
            StreamServices services,
            EventSink events,
            Ticker ticker) {
        GrpcTransport.Opener opener = switch (config.grpc().transport()) {
            case NETTY -> NettyTransport::open;
            case HELIDON -> HelidonTransport::open;
        };
        GrpcConfig listener = new GrpcConfig(
                host,
                config.grpc().port(),
                config.grpc().receiveLimitBytes(),
                Optional.ofNullable(config.tls().certFile()),
                Optional.ofNullable(config.tls().keyFile()),
                Optional.ofNullable(config.tls().clientCaFile()),
                config.grpc().bounds());
        SttService service = new SttService(
                admission,
                services,
                config.grpc().receiveLimitBytes(),
                config.grpc().maxSendMessageBytes());
        return GrpcListener.start(listener, opener, service, events, ticker);
    }
}
