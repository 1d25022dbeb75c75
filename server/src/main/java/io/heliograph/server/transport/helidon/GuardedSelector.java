package io.heliograph.server.transport.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcBounds;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;

/** Puts the guards between a new connection and Helidon's HTTP/2. Thread-safe. */
final class GuardedSelector implements ServerConnectionSelector {
    /** Ten a second; a client changes its settings once or twice in its life. */
    private static final int MAX_SETTINGS = 100;

    private static final Duration SETTINGS_WINDOW = Duration.ofSeconds(10);

    private final ServerConnectionSelector http2;
    private final OpenConnections connections;
    private final OpenCalls calls;
    private final GrpcBounds bounds;
    private final Ticker ticker;

    /** @param http2 Helidon's own */
    GuardedSelector(
            ServerConnectionSelector http2,
            OpenConnections connections,
            OpenCalls calls,
            GrpcBounds bounds,
            Ticker ticker) {
        this.http2 = http2;
        this.connections = connections;
        this.calls = calls;
        this.bounds = bounds;
        this.ticker = ticker;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http2.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http2.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http2.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        SocketAddress peer = context.remotePeer().address();
        OpenConnection connection = connections.from(peer);
        if (connection == null) {
            throw new CloseConnectionException("closed already");
        }
        Outlet outlet = new Outlet(context.dataWriter(), connection, ticker);
        SendWindows windows = new SendWindows(outlet);
        CallTable table = new CallTable(outlet, windows, calls, bounds.maxCallsPerConnection());
        outlet.onLowAgain(() -> table.open().forEach(CallStream::writable));
        long maxResets = bounds.maxResetsPerSec() * GrpcBounds.RESET_WINDOW.toSeconds();
        Wire wire = new Wire(
                connection,
                outlet,
                windows,
                table,
                new ResetBudget(maxResets, GrpcBounds.RESET_WINDOW, ticker),
                new ResetBudget(MAX_SETTINGS, SETTINGS_WINDOW, ticker),
                new PingPolicy(ticker));
        connection.speaks(wire);
        GuardedContext guarded = new GuardedContext(
                context,
                DataReader.create(new FrameGuard(context.dataReader(), wire)),
                new FrameWriter(wire, bounds.maxCallsPerConnection()),
                table);
        return new GuardedConnection(
                http2.connection(guarded), context.dataReader(), wire, () -> connections.leave(connection));
    }
}
