package io.heliograph.app.transcribe;

import java.io.IOException;

/** A server inside this process, for whoever just wants the words of a file. */
public interface EmbeddedServer extends AutoCloseable {

    /** The port of the loopback address on which it speaks plaintext gRPC. */
    int port();

    /** Stops it. */
    @Override
    void close();

    /** Starts such a server. */
    @FunctionalInterface
    interface Factory {

        /**
         * Starts one on a free port; it is ready when this returns.
         *
         * @throws IOException if it cannot be started; the message is for the user
         */
        EmbeddedServer start() throws IOException;

        /** For a program that has no server in it. */
        static Factory none() {
            return () -> {
                throw new IOException("this program has no server of its own; start one with 'heliograph serve'"
                        + " or name one with --server HOST:PORT");
            };
        }
    }
}
