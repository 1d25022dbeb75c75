package io.heliograph.server.transport.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.protobuf.services.HealthStatusManager;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The service on grpc-java's Netty transport, with a virtual thread per callback and the standard health service. Thread-safe.
 */
public final class GrpcListener implements AutoCloseable {
    /** Clients that must work send keep-alive pings every 10 s, with or without calls (contract §1). */
    private static final int PERMITTED_PING_SECONDS = 5;

    /** What a client may send ahead on one stream: 8 s of audio at 16 kHz. More would only be stored for slow streams. */
    private static final int FLOW_CONTROL_WINDOW_BYTES = 256 * 1024;

    /** How long calls that have just ended may take to leave. */
    private static final long STOP_MILLIS = 2_000;

    private static final int HARD_LIMIT_ALLOWANCE_BYTES = 64 * 1024;

    /**
     * Held, because levels of loggers that nobody holds are forgotten. grpc-java warns of every odd frame of a client, some with a
     * stack trace, so that anybody could fill the log: 200,000 answers to pings that nobody sent were as many lines. What fails
     * on our side is logged by the service.
     */
    private static final Logger CLIENTS_THAT_MISBEHAVE =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    static {
        CLIENTS_THAT_MISBEHAVE.setLevel(Level.SEVERE);
    }

    private final Server server;
    private final HealthStatusManager health;
    private final ExecutorService callbacks;
    private final Optional<ServerCertificate> certificate;
    private final BoundedTransport transport;
    private final AtomicBoolean tearingDown;

    private GrpcListener(
            Server server,
            HealthStatusManager health,
            ExecutorService callbacks,
            Optional<ServerCertificate> certificate,
            BoundedTransport transport,
            AtomicBoolean tearingDown) {
        this.tearingDown = tearingDown;
        this.server = server;
        this.health = health;
        this.callbacks = callbacks;
        this.certificate = certificate;
        this.transport = transport;
    }

    /**
     * Starts listening.
     *
     * @throws UncheckedIOException naming the port if it is taken
     * @throws IllegalArgumentException in one line, if certificate, key or authorities cannot be used
     */
    public static GrpcListener start(GrpcConfig config, BindableService service, EventSink events, Ticker ticker) {
        Optional<ServerCertificate> certificate = config.certificate()
                .map(file -> ServerCertificate.watching(file, config.key().orElseThrow()));
        Optional<SslContext> tls = certificate.map(shown -> shown.context(config.clientCa()));
        AtomicBoolean tearingDown = new AtomicBoolean();
        ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus(STTBackendGrpc.SERVICE_NAME, ServingStatus.SERVING);
        BoundedTransport transport = new BoundedTransport(config.bounds(), hardLimit(config.maxReceiveBytes()));
        IOException last = new IOException("no address to bind");
        for (String host : config.host().isEmpty() ? List.of("::", "0.0.0.0") : List.of(config.host())) {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(host, config.port()))
                    .executor(callbacks)
                    .addService(service)
                    .addService(health.getHealthService())
                    .addStreamTracerFactory(CallTracer.factory(tearingDown::get, events, ticker))
                    .maxInboundMessageSize(hardLimit(config.maxReceiveBytes()))
                    .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                    .permitKeepAliveTime(PERMITTED_PING_SECONDS, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true);
            transport.applyTo(builder);
            tls.ifPresent(builder::sslContext);
            try {
                return new GrpcListener(
                        builder.build().start(), health, callbacks, certificate, transport, tearingDown);
            } catch (IOException e) {
                last = e;
            }
        }
        transport.close();
        callbacks.close();
        certificate.ifPresent(ServerCertificate::close);
        throw new UncheckedIOException(
                "gRPC port %d cannot be opened: %s".formatted(config.port(), rootMessage(last)), last);
    }

    /**
     * Where the transport itself gives up. It then ends the call with a bare status; up to here the service refuses the message
     * and can still say what the stream has cost. Bounded, because the transport stores a message before anybody sees it.
     */
    private static int hardLimit(int maxReceiveBytes) {
        return (int) Math.min(Integer.MAX_VALUE, 2L * maxReceiveBytes + HARD_LIMIT_ALLOWANCE_BYTES);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }

    /** The port that is open. */
    public int port() {
        return server.getPort();
    }

    /** Connections that are open. */
    public int connections() {
        return transport.connections();
    }

    /** Bytes held of messages that have begun and not ended. */
    public long incompleteBytes() {
        return transport.incompleteBytes();
    }

    /** Whether calls are taken. */
    public boolean isRunning() {
        return !server.isShutdown();
    }

    /** Whether the health service answers SERVING, as long as no final drain was announced; calls go on. */
    public void announceServing(boolean serving) {
        health.setStatus(STTBackendGrpc.SERVICE_NAME, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** The health service answers NOT_SERVING from now on; calls go on. */
    public void announceDrain() {
        health.enterTerminalState();
    }

    /** Takes no new connections or calls, and waits for the running ones, at most that long; then ends them. */
    public void stop(long graceMillis) {
        server.shutdown();
        try {
            if (!server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                tearingDown.set(true);
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            tearingDown.set(true);
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        transport.close();
        callbacks.shutdown();
    }

    @Override
    public void close() {
        certificate.ifPresent(ServerCertificate::close);
        stop(STOP_MILLIS);
    }
}
