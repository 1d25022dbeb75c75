package io.heliograph.server.transport.grpc.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that begin something and do not get on with it are closed after a set time, and only they. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class SlowConnectionTest {
    private static final int MANY = 500;
    private static final double TIMEOUT_SECONDS = 1;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AbuseScene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new AbuseScene(
                transport,
                folder,
                Map.of(
                        "server.grpc_handshake_timeout_sec",
                        TIMEOUT_SECONDS,
                        "server.grpc_max_connections_per_ip",
                        MANY + 20));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Sends one byte after another until the server has closed; an error if it takes all of them. */
    private static void drip(RawHttp2 client, byte[] bytes) {
        for (byte each : bytes) {
            try {
                client.bytes(new byte[] {each});
            } catch (IOException e) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new AssertionError("%d bytes were taken one by one".formatted(bytes.length));
    }

    @Test
    void everyBeginningWithoutEndIsCutOff() throws Exception {
        byte[] block = RawHttp2.headerBlock(RawHttp2.STREAM);
        scene.survives(left -> {
            List<RawHttp2> slow = new ArrayList<>();
            slow.add(new RawHttp2(scene.port()));
            RawHttp2 preface = new RawHttp2(scene.port());
            preface.bytes("PRI * HTT".getBytes(ISO_8859_1));
            slow.add(preface);
            RawHttp2 settings = new RawHttp2(scene.port());
            settings.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
            slow.add(settings);
            RawHttp2 frame = RawHttp2.open(scene.port());
            frame.bytes(new byte[] {0, 0});
            slow.add(frame);
            RawHttp2 block1 = RawHttp2.open(scene.port());
            block1.frame(RawHttp2.HEADERS, 0, 1, block);
            slow.add(block1);
            RawHttp2 half = RawHttp2.open(scene.port());
            byte[] headers = RawHttp2.encoded(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, block);
            half.bytes(Arrays.copyOf(headers, headers.length / 2));
            slow.add(half);
            left.addAll(slow);
            for (RawHttp2 each : slow) {
                each.untilClosed();
            }
        });
    }

    @Test
    void bytesThatTrickleAreCutOff() throws Exception {
        scene.survives(left -> {
            RawHttp2 preface = new RawHttp2(scene.port());
            left.add(preface);
            drip(preface, ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0".repeat(200)).getBytes(ISO_8859_1));
            RawHttp2 headers = RawHttp2.open(scene.port());
            left.add(headers);
            byte[] block = RawHttp2.headerBlock(RawHttp2.STREAM, "x", "y".repeat(2_000));
            drip(headers, RawHttp2.encoded(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, block));
        });
    }

    @Test
    void whoIsIdleOrSendsSlowDataStays() throws Exception {
        scene.survives(left -> {
            RawHttp2 idle = RawHttp2.open(scene.port());
            left.add(idle);
            RawHttp2 talker = RawHttp2.open(scene.port());
            left.add(talker);
            talker.call(1, RawHttp2.STREAM, "session-id", scene.session());
            byte[] message = AbuseScene.chunk(0.25, true).toByteArray();
            byte[] data =
                    RawHttp2.encoded(RawHttp2.DATA, RawHttp2.END_STREAM, 1, RawHttp2.grpc(0, message.length, message));
            talker.bytes(Arrays.copyOf(data, data.length / 2));
            // Opened later than both and closed for its slowness: so much time has passed.
            for (int i = 0; i < 2; i++) {
                RawHttp2 slow = new RawHttp2(scene.port());
                left.add(slow);
                slow.untilClosed();
            }
            talker.bytes(Arrays.copyOfRange(data, data.length / 2, data.length));
            assertTrue(talker.untilEndOf(1).contains(" from 0 to 4000"), "no final of the slow one");
            idle.call(1, RawHttp2.STREAM, "session-id", scene.session());
            idle.send(1, AbuseScene.chunk(1, true), false);
            assertTrue(idle.untilEndOf(1).contains(" from 0 to 16000"), "no final of the idle one");
        });
    }

    @Test
    void fiveHundredThatSayNothingAreAllCutOff() throws Exception {
        scene.survives(left -> {
            List<RawHttp2> silent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                RawHttp2 each = new RawHttp2(scene.port());
                left.add(each);
                silent.add(each);
            }
            for (RawHttp2 each : silent) {
                each.untilClosed();
            }
        });
    }
}
