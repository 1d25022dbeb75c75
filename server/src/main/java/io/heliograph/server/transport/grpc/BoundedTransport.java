package io.heliograph.server.transport.grpc;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The part of the listener that holds peers to {@link GrpcBounds}: its own acceptor and event loops, and the settings of gRPC's
 * transport that bound a connection. Thread-safe.
 */
final class BoundedTransport implements AutoCloseable {
    private static final int STOP_SECONDS = 2;

    private final GrpcBounds bounds;
    private final ConnectionCounts connections;
    private final EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("grpc-accept", true), NioIoHandler.newFactory());
    /** As many threads as Netty takes by itself: two per core. */
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(0, new DefaultThreadFactory("grpc-io", true), NioIoHandler.newFactory());

    /** A transport without connections. */
    BoundedTransport(GrpcBounds bounds) {
        this.bounds = bounds;
        this.connections = new ConnectionCounts(bounds.maxConnections(), bounds.maxConnectionsPerAddress());
        letSleep(acceptor);
        letSleep(loops);
    }

    /** An event loop that has nothing planned wakes up every second; one that has sleeps until then. */
    private static void letSleep(EventLoopGroup group) {
        for (EventExecutor loop : group) {
            Future<?> unused = loop.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        }
    }

    /** Makes a server that is being built use it. */
    void applyTo(NettyServerBuilder builder) {
        builder.channelFactory(() -> new BoundedAcceptor(connections, bounds.handshakeTimeout()))
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(loops)
                .handshakeTimeout(bounds.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(bounds.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(bounds.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS);
        if (bounds.maxCallsPerConnection() > 0) {
            builder.maxConcurrentCallsPerConnection(bounds.maxCallsPerConnection());
        }
        if (bounds.maxResetsPerSec() > 0) {
            int windowSeconds = Math.toIntExact(GrpcBounds.RESET_WINDOW.toSeconds());
            builder.maxRstFramesPerWindow(
                    (int) Math.min(Integer.MAX_VALUE, (long) bounds.maxResetsPerSec() * windowSeconds), windowSeconds);
        }
    }

    /** Connections that are open. */
    int connections() {
        return connections.total();
    }

    /** Ends the threads; the server must have ended before. */
    @Override
    public void close() {
        for (EventLoopGroup group : List.of(acceptor, loops)) {
            group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                    .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
