package io.heliograph.server.transport.grpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The service and the standard health service on a port, over whichever transport. Thread-safe. */
public final class GrpcListener implements AutoCloseable {
    /** How long calls that have just ended may take to leave. */
    private static final long STOP_MILLIS = 2_000;

    private static final int HARD_LIMIT_ALLOWANCE_BYTES = 64 * 1024;

    /** So many messages of the largest size may be on their way at a time, over all calls. */
    private static final long LARGEST_MESSAGES = 4;

    private final GrpcTransport transport;
    private final HealthStatusManager health;
    private final Optional<ServerCertificate> certificate;
    private final IncompleteMessages incomplete;
    private final AtomicBoolean tearingDown;

    private GrpcListener(
            GrpcTransport transport,
            HealthStatusManager health,
            Optional<ServerCertificate> certificate,
            IncompleteMessages incomplete,
            AtomicBoolean tearingDown) {
        this.transport = transport;
        this.health = health;
        this.certificate = certificate;
        this.incomplete = incomplete;
        this.tearingDown = tearingDown;
    }

    /**
     * Starts listening.
     *
     * @throws UncheckedIOException naming the port if it is taken
     * @throws IllegalArgumentException in one line, if certificate, key or authorities cannot be used
     */
    public static GrpcListener start(
            GrpcConfig config, GrpcTransport.Opener opener, BindableService service, EventSink events, Ticker ticker) {
        Optional<ServerCertificate> certificate = config.certificate()
                .map(file -> ServerCertificate.watching(file, config.key().orElseThrow()));
        AtomicBoolean tearingDown = new AtomicBoolean();
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus(STTBackendGrpc.SERVICE_NAME, ServingStatus.SERVING);
        int largest = hardLimit(config.maxReceiveBytes());
        IncompleteMessages incomplete = new IncompleteMessages(LARGEST_MESSAGES * largest);
        IOException last = new IOException("no address to bind");
        try {
            for (String host : config.host().isEmpty() ? List.of("::", "0.0.0.0") : List.of(config.host())) {
                try {
                    GrpcTransport transport = opener.open(new GrpcSetup(
                            new InetSocketAddress(host, config.port()),
                            config,
                            largest,
                            List.of(service, health.getHealthService()),
                            List.of(CallTracer.factory(tearingDown::get, events, ticker), incomplete),
                            certificate,
                            ticker));
                    return new GrpcListener(transport, health, certificate, incomplete, tearingDown);
                } catch (IOException e) {
                    last = e;
                }
            }
        } catch (RuntimeException e) {
            certificate.ifPresent(ServerCertificate::close);
            throw e;
        }
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
        return transport.port();
    }

    /** Connections that are open. */
    public int connections() {
        return transport.connections();
    }

    /** Bytes held of messages that have begun and not ended. */
    public long incompleteBytes() {
        return incomplete.heldBytes();
    }

    /** Whether calls are taken. */
    public boolean isRunning() {
        return transport.isRunning();
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
        transport.stop(graceMillis, () -> tearingDown.set(true));
    }

    @Override
    public void close() {
        certificate.ifPresent(ServerCertificate::close);
        stop(STOP_MILLIS);
    }
}
