package io.heliograph.server.transport.grpc;

import java.io.IOException;

/** What carries calls between one port and the services. Thread-safe. */
public interface GrpcTransport {

    /** Makes one and starts listening. */
    @FunctionalInterface
    interface Opener {

        /**
         * Opens the port.
         *
         * @throws IOException if the address cannot be bound; nothing is left open then
         * @throws IllegalArgumentException in one line, if certificate or authorities cannot be used
         */
        GrpcTransport open(GrpcSetup setup) throws IOException;
    }

    /** The port that is open. */
    int port();

    /** Connections that are open. */
    int connections();

    /** Whether calls are taken. */
    boolean isRunning();

    /**
     * Takes no new connections or calls, and waits for the running ones, at most that long; then ends them.
     *
     * @param beforeTearDown is told before calls are ended that were still running
     */
    void stop(long graceMillis, Runnable beforeTearDown);
}
