package io.heliograph.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for listeners whose port 0 means off. */
public final class FreePort {
    private FreePort() {}

    /** A port of the loopback address that nobody listens on now. */
    public static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
