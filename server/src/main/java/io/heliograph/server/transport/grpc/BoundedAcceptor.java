package io.heliograph.server.transport.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Accepts connections as far as there is room and closes the others before they cost anything: gRPC itself bounds calls but not
 * connections, and each holds a file descriptor that the probes need, too. Those it accepts have a {@link HeaderDeadline}. Confined
 * to its event loop.
 */
final class BoundedAcceptor extends NioServerSocketChannel {
    private final ConnectionCounts counts;
    private final Duration handshakeTimeout;

    BoundedAcceptor(ConnectionCounts counts, Duration handshakeTimeout) {
        this.counts = counts;
        this.handshakeTimeout = handshakeTimeout;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the connection itself
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count <= 0) {
            return count;
        }
        Channel connection = (Channel) accepted.getLast();
        InetAddress peer = ((SocketChannel) connection).remoteAddress().getAddress();
        if (!counts.enter(peer)) {
            accepted.removeLast();
            connection.unsafe().closeForcibly();
            return 0;
        }
        connection.closeFuture().addListener(closed -> counts.leave(peer));
        HeaderDeadline.watch(connection, handshakeTimeout);
        return count;
    }
}
