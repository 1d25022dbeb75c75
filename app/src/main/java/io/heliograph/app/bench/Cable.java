package io.heliograph.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A connection to a server that can be cut the way a cable or a machine is: with a reset, or without a word. Thread-safe. */
final class Cable implements AutoCloseable {
    private final ServerSocket near = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket far;
    private final CountDownLatch carried = new CountDownLatch(1);
    private final long load;
    private volatile boolean isSilent;

    /**
     * A cable to a port of this machine; one client may plug in.
     *
     * @param load how many bytes of the client {@link #awaitLoad} waits for
     */
    Cable(int port, long load) throws IOException {
        this.load = load;
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
            Thread.ofVirtual().name("cable-back").start(() -> copy(far, client, Long.MAX_VALUE));
            copy(client, far, load);
        } catch (IOException e) {
            // Nobody came before it was cut.
        }
    }

    private void copy(Socket from, Socket to, long awaited) {
        try {
            pass(from, to, awaited);
        } catch (IOException e) {
            // Cut.
        } finally {
            goes(from, to);
        }
    }

    /** When one side goes, so does the other: whoever waits on it is told. Only from a silent cable nobody learns that. */
    private void goes(Socket from, Socket to) {
        if (isSilent && to.equals(far)) {
            return;
        }
        try {
            from.close();
            to.close();
        } catch (IOException e) {
            // It was cut before.
        }
    }

    private void pass(Socket from, Socket to, long awaited) throws IOException {
        byte[] block = new byte[8_192];
        long passed = 0;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            if (!isSilent) {
                out.write(block, 0, count);
            }
            passed += count;
            if (passed >= awaited) {
                carried.countDown();
            }
        }
    }

    /** Waits until the load has passed; whether it has within so many seconds. */
    boolean awaitLoad(long seconds) throws InterruptedException {
        return carried.await(seconds, TimeUnit.SECONDS);
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
