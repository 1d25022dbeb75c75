package io.heliograph.server.transport.grpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** grpc-java's Netty transport, with a virtual thread per callback. Thread-safe. */
public final class NettyTransport implements GrpcTransport {
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
    private final ExecutorService callbacks;
    private final BoundedTransport transport;

    private NettyTransport(Server server, ExecutorService callbacks, BoundedTransport transport) {
        this.server = server;
        this.callbacks = callbacks;
        this.transport = transport;
    }

    /** {@link GrpcTransport.Opener}. */
    public static GrpcTransport open(GrpcSetup setup) throws IOException {
        ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
        BoundedTransport transport = new BoundedTransport(setup.config().bounds());
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(setup.address())
                    .executor(callbacks)
                    .maxInboundMessageSize(setup.largestMessageBytes())
                    .flowControlWindow(GrpcSetup.FLOW_CONTROL_WINDOW_BYTES)
                    .permitKeepAliveTime(GrpcSetup.PERMITTED_PING_SECONDS, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true);
            setup.services().forEach(builder::addService);
            setup.tracers().forEach(builder::addStreamTracerFactory);
            transport.applyTo(builder);
            setup.certificate()
                    .map(shown -> shown.nettyContext(setup.config().clientCa()))
                    .ifPresent(builder::sslContext);
            return new NettyTransport(builder.build().start(), callbacks, transport);
        } catch (IOException | RuntimeException e) {
            transport.close();
            callbacks.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public int connections() {
        return transport.connections();
    }

    @Override
    public boolean isRunning() {
        return !server.isShutdown();
    }

    @Override
    public void stop(long graceMillis, Runnable beforeTearDown) {
        server.shutdown();
        try {
            if (!server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                beforeTearDown.run();
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            beforeTearDown.run();
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        transport.close();
        callbacks.shutdown();
    }
}
