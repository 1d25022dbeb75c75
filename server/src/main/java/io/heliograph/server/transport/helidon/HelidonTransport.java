package io.heliograph.server.transport.helidon;

import io.grpc.ServerMethodDefinition;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.config.Config;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcProtocolSelector;
import io.helidon.webserver.grpc.GrpcRouting;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.heliograph.server.transport.grpc.GrpcBounds;
import io.heliograph.server.transport.grpc.GrpcSetup;
import io.heliograph.server.transport.grpc.GrpcTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Helidon's own gRPC with a guard for each of its faults. Thread-safe. */
public final class HelidonTransport implements GrpcTransport {
    /** For calls that are ended, and for their last frames. */
    private static final long TEAR_DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Helidon ends idle connections although calls are open on them; ours are looked after by {@link OpenConnections}. */
    private static final Duration NEVER = Duration.ofDays(365);

    /**
     * Held, because levels of loggers that nobody holds are forgotten. Helidon logs an ERROR with a stack trace for each message that
     * is none, so that anybody could fill the log; what fails on our side is logged by {@link GuardedCall}.
     */
    private static final Logger CLIENTS_THAT_MISBEHAVE =
            Logger.getLogger("io.helidon.webserver.grpc.GrpcProtocolHandler");

    static {
        CLIENTS_THAT_MISBEHAVE.setLevel(Level.OFF);
    }

    private final WebServer server;
    private final OpenConnections connections;
    private final OpenCalls calls;
    private final ScheduledExecutorService deadlines;
    private final AtomicBoolean isRunning = new AtomicBoolean(true);
    private final int port;

    private HelidonTransport(
            WebServer server, OpenConnections connections, OpenCalls calls, ScheduledExecutorService deadlines) {
        this.server = server;
        this.connections = connections;
        this.calls = calls;
        this.deadlines = deadlines;
        this.port = server.port();
    }

    /** {@link GrpcTransport.Opener}. */
    public static GrpcTransport open(GrpcSetup setup) throws IOException {
        requireFree(setup.address());
        GrpcBounds bounds = setup.config().bounds();
        OpenCalls calls = new OpenCalls(setup.ticker());
        Optional<Tls> tls = setup.certificate()
                .map(shown -> tls(
                        shown.jdkContext(setup.config().clientCa()),
                        setup.config().clientCa()));
        OpenConnections connections = new OpenConnections(bounds, setup.ticker());
        ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("grpc-deadlines").daemon(true).factory());
        try {
            WebServer server = WebServer.builder()
                    .address(setup.address().getAddress())
                    .port(setup.address().getPort())
                    .shutdownHook(false)
                    // Else Helidon's own selectors are used as well.
                    .protocolsDiscoverServices(false)
                    .useNio(tls.isEmpty()) // see SocketTls
                    .idleConnectionTimeout(NEVER)
                    // Without no-delay every small answer may wait some 20 ms for the peer's acknowledgement.
                    .connectionOptions(connections.counting(
                            SocketOptions.builder().tcpNoDelay(true).build()))
                    .addConnectionSelector(
                            new GuardedSelector(http2(setup), connections, calls, bounds, setup.ticker()))
                    .addRouting(routing(setup, deadlines))
                    .update(builder -> tls.ifPresent(builder::tls))
                    .build();
            server.start();
            return new HelidonTransport(server, connections, calls, deadlines);
        } catch (RuntimeException e) {
            connections.close();
            deadlines.shutdownNow();
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static GrpcRouting.Builder routing(GrpcSetup setup, ScheduledExecutorService deadlines) {
        GrpcRouting.Builder routing =
                GrpcRouting.builder().config(Config.empty()).intercept(new CallGuard(setup.tracers(), deadlines));
        setup.services().forEach(routing::service);
        return routing;
    }

    private static Http2ConnectionSelector http2(GrpcSetup setup) {
        Set<String> methods = setup.services().stream()
                .flatMap(service -> service.bindService().getMethods().stream())
                .map(ServerMethodDefinition::getMethodDescriptor)
                .map(io.grpc.MethodDescriptor::getFullMethodName)
                .collect(Collectors.toSet());
        GrpcConfig grpc = GrpcConfig.builder()
                // Compressed messages are inflated by MessageFraming, answers are not compressed.
                .enableCompression(false)
                .maxReadBufferSize(setup.largestMessageBytes())
                .build();
        Http2Config http2 = Http2Config.builder()
                .initialWindowSize(GrpcSetup.FLOW_CONTROL_WINDOW_BYTES)
                .maxFrameSize(Frame.MAX_PAYLOAD_BYTES)
                // Both are up to the guards: FrameGuard and CallTable.
                .maxConcurrentStreams(Integer.MAX_VALUE)
                .maxRapidResets(-1)
                // What is no path is no known method either, and no reason to end the connection.
                .validatePath(false)
                // Blanks around a value would end the connection.
                .validateRequestHeaders(false)
                .build();
        return Http2ConnectionSelector.builder()
                .http2Config(http2)
                .addSubProtocolSelector(
                        new ToldSelector(GrpcProtocolSelector.create(grpc), methods, setup.largestMessageBytes()))
                .build();
    }

    private static Tls tls(SSLContext context, Optional<Path> clientCa) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setNeedClientAuth(clientCa.isPresent());
        return Tls.builder().sslContext(SocketTls.of(context, parameters)).build();
    }

    /** Asked before Helidon is, which would log the failure of its start once more. */
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int connections() {
        return connections.total();
    }

    @Override
    public boolean isRunning() {
        return isRunning.get();
    }

    /**
     * Fault: Helidon's stop ends calls at their next frame, with a GOAWAY that says they were never taken. Cure: clients are asked to
     * go, calls are awaited, what is left is ended with a status, and only then Helidon is stopped.
     */
    @Override
    public void stop(long graceMillis, Runnable beforeTearDown) {
        if (!isRunning.compareAndSet(true, false)) {
            return;
        }
        connections.refuseAll();
        List<Wire> wires = connections.wires();
        wires.forEach(wire -> wire.calls().drain());
        try {
            if (!calls.awaitNone(TimeUnit.MILLISECONDS.toNanos(graceMillis))) {
                beforeTearDown.run();
                wires.forEach(wire -> wire.calls().open().forEach(CallStream::shutDown));
                calls.awaitNone(TEAR_DOWN_NANOS);
            }
        } catch (InterruptedException e) {
            beforeTearDown.run();
            Thread.currentThread().interrupt();
        }
        connections.finish(TEAR_DOWN_NANOS);
        connections.close();
        server.stop();
        deadlines.shutdownNow();
    }
}
