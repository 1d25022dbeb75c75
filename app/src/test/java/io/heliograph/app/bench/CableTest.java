package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the far end of a cable is told when it is cut. */
final class CableTest {
    private static final int PATIENCE_SECONDS = 20;

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init")
    private Cable cable;

    @SuppressWarnings("NullAway.Init")
    private Socket client;

    @SuppressWarnings("NullAway.Init")
    private Socket accepted;

    @BeforeEach
    void plug() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        cable = new Cable(server.getLocalPort(), 3);
        client = new Socket(InetAddress.getLoopbackAddress(), cable.port());
        accepted = server.accept();
        accepted.setSoTimeout(PATIENCE_SECONDS * 1_000);
        client.getOutputStream().write(new byte[3]);
        assertTrue(cable.awaitLoad(PATIENCE_SECONDS));
        assertEquals(3, accepted.getInputStream().readNBytes(3).length);
    }

    @AfterEach
    void unplug() throws IOException {
        client.close();
        cable.close();
        accepted.close();
        server.close();
    }

    @Test
    void aClientThatGoesIsTold() throws IOException {
        client.close();
        assertEquals(-1, accepted.getInputStream().read());
    }

    @Test
    void aResetIsTold() throws IOException {
        cable.reset();
        assertThrows(SocketException.class, () -> accepted.getInputStream().read());
    }

    @Test
    void aSilentCableTellsNothingEvenWhenItsClientGoes() throws IOException {
        cable.silence();
        client.getOutputStream().write(1);
        client.close();
        accepted.setSoTimeout(500);
        assertThrows(
                SocketTimeoutException.class, () -> accepted.getInputStream().read());
    }
}
