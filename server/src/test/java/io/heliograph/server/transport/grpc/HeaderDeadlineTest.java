package io.heliograph.server.transport.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has to come in time, byte by byte, with a clock that stands still; then behind real TLS. */
final class HeaderDeadlineTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HELLO = RawHttp2.joined(PREFACE, frame(SETTINGS, 0, 6));

    @SuppressWarnings("NullAway.Init")
    private EmbeddedChannel connection;

    @TempDir
    Path folder;

    @BeforeEach
    void connect() throws Exception {
        connection = accepted();
    }

    private static EmbeddedChannel accepted() throws Exception {
        EmbeddedChannel accepted = new EmbeddedChannel(false, false);
        HeaderDeadline.watch(accepted, TIMEOUT);
        accepted.register();
        accepted.freezeTime();
        return accepted;
    }

    private static byte[] frame(int type, int flags, int payloadBytes) {
        return ByteBuffer.allocate(9 + payloadBytes)
                .putShort((short) (payloadBytes >> 8))
                .put((byte) payloadBytes)
                .put((byte) type)
                .put((byte) flags)
                .putInt(type == SETTINGS ? 0 : 1)
                .array();
    }

    private void receive(byte[] bytes, int from, int to) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
    }

    private void receive(byte[] bytes) {
        receive(bytes, 0, bytes.length);
    }

    private boolean isOpenAfter(long millis) {
        connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        return connection.isOpen();
    }

    /** One byte a second: whether it was closed, and after how many seconds. */
    private int secondsUntilClosed(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            receive(bytes, i, i + 1);
            if (!isOpenAfter(1_000)) {
                return i + 1;
            }
        }
        return -1;
    }

    @Test
    void whoSaysNothingIsClosed() {
        assertTrue(isOpenAfter(15_000));
        assertFalse(isOpenAfter(5_000));
    }

    @Test
    void slowSettingsAreClosed() {
        receive(PREFACE);
        assertEquals(20, secondsUntilClosed(frame(SETTINGS, 0, 60)));
    }

    @Test
    void whoHasSaidHelloMayBeIdle() {
        receive(HELLO);
        assertTrue(isOpenAfter(TimeUnit.HOURS.toMillis(1)));
    }

    @Test
    void aBlockOfHeadersHasOneDeadlineWithAllItsContinuations() {
        receive(HELLO);
        receive(frame(HEADERS, 0, 100));
        assertTrue(isOpenAfter(10_000));
        receive(frame(CONTINUATION, 0, 100));
        assertTrue(isOpenAfter(9_999));
        receive(frame(CONTINUATION, 0, 100));
        assertFalse(isOpenAfter(1));
    }

    @Test
    void slowHeadersAreClosed() {
        receive(HELLO);
        assertEquals(20, secondsUntilClosed(frame(HEADERS, END_HEADERS, 100)));
    }

    @Test
    void eachBlockHasItsOwnDeadline() {
        receive(HELLO);
        byte[] block = RawHttp2.joined(frame(HEADERS, 0, 20), frame(CONTINUATION, END_HEADERS, 0));
        byte[] two = RawHttp2.joined(block, block);
        // Always the end of one and the begin of the next, so that something is awaited all the time.
        receive(block, 0, 12);
        for (int i = 0; i < 10; i++) {
            assertTrue(isOpenAfter(19_000));
            receive(two, 12, block.length + 12);
        }
        assertFalse(isOpenAfter(20_000));
    }

    @Test
    void dataMayBeAsSlowAsTheNetwork() {
        receive(HELLO);
        receive(frame(HEADERS, END_HEADERS, 100));
        byte[] data = frame(DATA, 0, 200);
        receive(data, 0, 9);
        assertEquals(-1, secondsUntilClosed(new byte[200]));
        assertTrue(isOpenAfter(TimeUnit.HOURS.toMillis(1)));
    }

    @Test
    void everyPlaceToCutTheBytesIsFollowedAlike() throws Exception {
        byte[] all =
                RawHttp2.joined(HELLO, frame(HEADERS, END_HEADERS, 300), frame(DATA, 0, 70_000), frame(SETTINGS, 1, 0));
        for (int size = 1; size < 40; size++) {
            EmbeddedChannel other = accepted();
            for (int at = 0; at < all.length; at += size) {
                other.writeInbound(Unpooled.copiedBuffer(all, at, Math.min(size, all.length - at)));
            }
            other.advanceTimeBy(1, TimeUnit.HOURS);
            other.runScheduledPendingTasks();
            assertTrue(other.isOpen(), "cut every %d bytes".formatted(size));
            other.finishAndReleaseAll();
        }
    }

    @Test
    void behindTlsTheSameHolds() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        TestCertificate.named("slow", folder).writeTo(certificate, key);
        Map<String, Object> settings = Map.of(
                "server.grpc_handshake_timeout_sec", 1,
                "tls.cert_file", certificate.toString(),
                "tls.key_file", key.toString());
        try (ServerFixture fixture = ServerFixture.start(ScriptedModel.naming(), folder, settings);
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), fixture.port());
                SSLSocket idle = secured(fixture.port());
                SSLSocket withoutPreface = secured(fixture.port());
                SSLSocket slowHeaders = secured(fixture.port())) {
            send(idle, HELLO);
            send(slowHeaders, RawHttp2.joined(HELLO, frame(HEADERS, 0, 0)));
            for (Socket each : new Socket[] {silent, withoutPreface, slowHeaders}) {
                awaitClosed(each);
            }
            // PING, answered: the one that is idle has outlived them.
            send(idle, ByteBuffer.allocate(17).putInt(0x00_00_08_06).array());
            byte[] answer = new byte[9];
            for (java.io.DataInputStream in = new java.io.DataInputStream(idle.getInputStream()); ; ) {
                in.readFully(answer);
                in.readFully(new byte[(answer[1] & 255) << 8 | (answer[2] & 255)]);
                if (answer[3] == 6) {
                    break;
                }
            }
            assertEquals(1, answer[4], "an acknowledgement");
        }
    }

    private static SSLSocket secured(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAll()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    private static void awaitClosed(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        byte[] block = new byte[1_000];
        try {
            while (socket.getInputStream().read(block) >= 0) {
                // The server's own hello.
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("still open after 20 s", e);
        } catch (IOException e) {
            // Reset, which is closed, too.
        }
    }
}
