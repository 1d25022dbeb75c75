package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stall, drip, or send too much: a real listener with a short patience. */
final class HttpBoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String REQUEST = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

    private final HttpFixture http = new HttpFixture();

    @SuppressWarnings("NullAway.Init")
    private HttpListener listener;

    @BeforeEach
    void open() throws IOException {
        http.open();
        listener = http.start(new HttpConfig("127.0.0.1", 0, 64, PATIENCE));
    }

    @AfterEach
    void close() {
        listener.close();
        http.close();
    }

    private Socket connect(String sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(sent.getBytes(US_ASCII));
        return socket;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(Ticker.system().nanos() < deadline, () -> what + " not within 20 s");
            Thread.onSpinWait();
        }
    }

    /** The read ends because the server closed: a stalled one would run into the socket's own timeout of 20 s. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /livez HTTP/1.1\r\nHost:",
                "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc",
                "POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                REQUEST
            })
    void whoeverStallsIsClosedWithoutAWord(String sent) throws IOException {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    logged.add(entry.getLoggerName() + ": " + entry.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger helidon = Logger.getLogger("io.helidon");
        helidon.addHandler(handler);
        try {
            stall(sent);
        } finally {
            helidon.removeHandler(handler);
        }
        assertEquals(List.of(), List.copyOf(logged));
    }

    private void stall(String sent) throws IOException {
        try (Socket socket = connect(sent)) {
            try {
                socket.getInputStream().readAllBytes();
            } catch (java.net.SocketException reset) {
                assertFalse(String.valueOf(reset.getMessage()).contains("timed out"));
            }
        }
        await("the connection's end", () -> listener.connections() == 0);
    }

    @Test
    void dripFedHeadersDoNotKeepAConnection() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Socket socket = connect("GET /livez HTTP/1.1\r\n")) {
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // Closed, which is what is waited for.
                }
                closed.countDown();
            });
            int dripped = 0;
            try {
                while (!closed.await(50, TimeUnit.MILLISECONDS) && dripped < 400) {
                    socket.getOutputStream().write(("x-" + dripped++ + ": y\r\n").getBytes(US_ASCII));
                }
            } catch (IOException e) {
                // The server has gone.
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS), "still open after " + dripped + " headers");
            reader.join();
        }
    }

    @Test
    void whoeverKeepsAskingStays() throws IOException, InterruptedException {
        try (Socket socket = connect("")) {
            InputStream in = socket.getInputStream();
            long until = Ticker.system().nanos() + 2 * PATIENCE.toNanos();
            CountDownLatch never = new CountDownLatch(1);
            while (Ticker.system().nanos() < until) {
                socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
                byte[] head = in.readNBytes(15);
                assertEquals("HTTP/1.1 200 OK", new String(head, US_ASCII));
                while (in.read() != '}') {
                    // The rest of the answer.
                }
                assertFalse(never.await(50, TimeUnit.MILLISECONDS));
            }
        }
    }

    @Test
    void aFullHouseOfStallersIsEmptiedAndTheNextIsServed() throws IOException {
        List<Socket> stallers = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                stallers.add(connect("GET /livez HTTP/1.1\r\nHost:"));
            }
            try (Socket socket = connect("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
                String text = new String(socket.getInputStream().readAllBytes(), US_ASCII);
                assertTrue(text.startsWith("HTTP/1.1 200 "), text);
            }
        } finally {
            for (Socket staller : stallers) {
                staller.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n",
                "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /livez HTTP/1.1\r\nHost: x\r\nx: %s\r\n\r\n",
                "GARBAGE\r\n\r\n",
            })
    void tooMuchIsRefusedAndTheConnectionEnds(String request) throws IOException {
        try (Socket socket = connect("")) {
            String text = "";
            try {
                socket.getOutputStream()
                        .write(request.formatted("y".repeat(20_000)).getBytes(US_ASCII));
                text = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            } catch (java.net.SocketException reset) {
                // Closed with some of it unread.
            }
            assertTrue(text.isEmpty() || text.startsWith("HTTP/1.1 4"), text);
        }
    }
}
