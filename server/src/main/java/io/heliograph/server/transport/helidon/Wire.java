package io.heliograph.server.transport.helidon;

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
        PingPolicy pings) {}
