package io.heliograph.server.transport.grpc.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are held, filled or flooded: each hurts itself alone. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class ConnectionAbuseTest {
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int IDLE_CONNECTIONS = 500;
    private static final int RESETS = 20_000;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AbuseScene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new AbuseScene(transport, folder, Map.of("server.grpc_max_connections_per_ip", IDLE_CONNECTIONS + 20));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void prefacesAndHeadersThatNeverEndDisturbNobody() throws Exception {
        scene.survives(left -> {
            for (int i = 0; i < 50; i++) {
                RawHttp2 preface = new RawHttp2(scene.port());
                left.add(preface);
                preface.bytes("PRI * HTT".getBytes(ISO_8859_1));
                RawHttp2 headers = RawHttp2.open(scene.port());
                left.add(headers);
                headers.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.headerBlock(RawHttp2.STREAM));
            }
        });
    }

    @Test
    void fiveHundredIdleConnectionsDisturbNobody() throws Exception {
        scene.survives(left -> {
            for (int i = 0; i < IDLE_CONNECTIONS; i++) {
                left.add(RawHttp2.open(scene.port()));
            }
        });
    }

    @Test
    void connectionsBeyondTheBoundOfAnAddressAreClosedAtOnce() throws Exception {
        scene.survives(left -> {
            for (int i = 0; i < IDLE_CONNECTIONS + 19; i++) {
                left.add(new RawHttp2(scene.port()));
            }
            RawHttp2 tooMany = new RawHttp2(scene.port());
            left.add(tooMany);
            assertNull(tooMany.read());
        });
    }

    @Test
    void thousandsOfStreamsOpenedAndResetEndTheirConnectionAlone() throws Exception {
        scene.survives(left -> {
            RawHttp2 flood = RawHttp2.open(scene.port());
            left.add(flood);
            byte[] cancel = ByteBuffer.allocate(4).putInt(8).array();
            try {
                for (int stream = 1; stream < 2 * RESETS; stream += 2) {
                    flood.call(stream, RawHttp2.STREAM);
                    flood.frame(RawHttp2.RST_STREAM, 0, stream, cancel);
                }
            } catch (IOException e) {
                // Cut off while it wrote: what came of it is counted below.
            }
            flood.untilClosed();
            long taken = scene.fixture().events().of(ServerEvent.RpcEnded.class).size();
            assertTrue(taken < RESETS / 10, () -> "%d of %d calls were taken".formatted(taken, RESETS));
        });
    }

    @Test
    void aFloodOfPingsIsToldToCalmDown() throws Exception {
        scene.survives(left -> {
            RawHttp2 flood = RawHttp2.open(scene.port());
            left.add(flood);
            // In one piece: the server may close after the third, and writing on would meet a broken pipe.
            flood.bytes(repeated(RawHttp2.encoded(RawHttp2.PING, 0, 0, new byte[8]), 10));
            assertEquals(ENHANCE_YOUR_CALM, flood.untilClosed());
        });
    }

    @Test
    void aFloodOfSettingsFillsNoMemory() throws Exception {
        scene.survives(left -> {
            RawHttp2 flood = RawHttp2.open(scene.port());
            left.add(flood);
            // The answers are not read: they pile up until the server gives up or the socket is full.
            byte[] many = repeated(RawHttp2.encoded(RawHttp2.SETTINGS, 0, 0, new byte[0]), 1_000);
            assertTrue(
                    isCutOff(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            flood.bytes(many);
                        }
                    }),
                    "two million SETTINGS were taken");
        });
    }

    @Test
    void aFloodOfContinuationsIsCutOff() throws Exception {
        scene.survives(left -> {
            RawHttp2 flood = RawHttp2.open(scene.port());
            left.add(flood);
            flood.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.headerBlock(RawHttp2.STREAM));
            assertTrue(
                    isCutOff(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            flood.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]);
                        }
                    }),
                    "100,000 CONTINUATION frames were taken");
        });
    }

    @Test
    void aHeaderBombIsRefused() throws Exception {
        scene.survives(left -> {
            RawHttp2 bomb = RawHttp2.open(scene.port());
            left.add(bomb);
            bomb.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.headerBlock(RawHttp2.STREAM, "x", "y".repeat(15_000)));
            assertTrue(
                    isCutOff(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            bomb.frame(RawHttp2.CONTINUATION, 0, 1, headerOf(16_000));
                        }
                    }),
                    "16 MB of headers were taken");
        });
    }

    @Test
    void anotherProtocolIsSentAway() throws Exception {
        scene.survives(left -> {
            RawHttp2 http1 = new RawHttp2(scene.port());
            left.add(http1);
            http1.bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            http1.untilClosed();
            RawHttp2 tls = new RawHttp2(scene.port());
            left.add(tls);
            tls.bytes(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            tls.untilClosed();
        });
    }

    private static byte[] headerOf(int bytes) {
        byte[] block = new byte[bytes];
        byte[] whole = RawHttp2.headerBlock("/", "x", "y".repeat(bytes));
        System.arraycopy(whole, whole.length - bytes, block, 0, bytes);
        return block;
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
        for (int i = 0; i < times; i++) {
            all.put(bytes);
        }
        return all.array();
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** Whether writing failed because the server has closed. */
    private static boolean isCutOff(Writing writing) {
        try {
            writing.run();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
