package io.heliograph.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A connection to a server that can be cut the way a cable or a machine is: with a reset, or without a word. Thread-safe. */
final class Cable implements AutoCloseable {
    private final ServerSocket near = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket far;
    private volatile boolean isSilent;

    /** A cable to a port of this machine; one client may plug in. */
    Cable(int port) throws IOException {
        far = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread.ofVirtual().name("cable").start(this::plug);
    }

    /** Where the client plugs in. */
    int port() {
        return near.getLocalPort();
    }

    private void plug() {
        try {
            Socket client = near.accept();
            Thread.ofVirtual().name("cable-back").start(() -> copy(far, client));
            copy(client, far);
        } catch (IOException e) {
            // Nobody came before it was cut.
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] block = new byte[8_192];
        try (from) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (!isSilent) {
                    out.write(block, 0, count);
                }
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    /** Ends it with a TCP reset. */
    void reset() throws IOException {
        far.setSoLinger(true, 0);
        far.close();
    }

    /** From now on nothing passes, and nobody is told. */
    void silence() {
        isSilent = true;
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
