package io.heliograph.server.transport.helidon;

import io.helidon.webserver.CloseConnectionException;

/**
 * The parts of one connection. Thread-safe.
 *
 * @param connection the socket and how long what is awaited of it
 * @param outlet where frames leave
 * @param windows what the client takes
 * @param calls the open streams
 * @param resets how many streams may be reset
 * @param settings how often the client may change its settings
 * @param pings how often it may ping
 */
record Wire(
        OpenConnection connection,
        Outlet outlet,
        SendWindows windows,
        CallTable calls,
        ResetBudget resets,
        ResetBudget settings,
        PingPolicy pings) {

    /** Goes on if it holds, else throws {@link #broken}. */
    void require(boolean holds, Http2Error error) {
        if (!holds) {
            throw broken(error);
        }
    }

    /** Tells the client why its connection ends; what is thrown ends it. */
    CloseConnectionException broken(Http2Error error) {
        calls.goAway(error);
        return new CloseConnectionException("the client breaks the protocol: " + error);
    }
}
