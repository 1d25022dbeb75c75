package io.heliograph.server.transport.grpc;

import io.grpc.BindableService;
import io.grpc.ServerStreamTracer;
import io.heliograph.server.time.Ticker;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What any transport serves and holds its peers to. Immutable.
 *
 * @param address where to listen; port 0 = any free one
 * @param config limits, and where the authorities of clients are
 * @param largestMessageBytes where the transport itself refuses a message, above what the service takes
 * @param services what is served
 * @param tracers follow each call on the wire
 * @param certificate what TLS shows; empty = plaintext
 */
public record GrpcSetup(
        InetSocketAddress address,
        GrpcConfig config,
        int largestMessageBytes,
        List<BindableService> services,
        List<ServerStreamTracer.Factory> tracers,
        Optional<ServerCertificate> certificate,
        Ticker ticker) {

    /** What a client may send ahead on one stream: 8 s of audio at 16 kHz. More would only be stored for slow streams. */
    public static final int FLOW_CONTROL_WINDOW_BYTES = 256 * 1024;

    /** Clients that must work send keep-alive pings every 10 s, with or without calls (contract §1). */
    public static final int PERMITTED_PING_SECONDS = 5;

    public GrpcSetup {
        services = List.copyOf(services);
        tracers = List.copyOf(tracers);
    }
}
