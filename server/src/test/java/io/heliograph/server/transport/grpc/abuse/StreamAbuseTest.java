package io.heliograph.server.transport.grpc.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that lie, hoard or never end: each hurts itself alone, also its neighbours on the same connection. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class StreamAbuseTest {
    private static final int MEGABYTE = 1 << 20;

    /** Frames of at most the size that every peer must take. */
    private static final int FRAME_BYTES = 16_384;

    /** After so much the listener grants more. */
    private static final int HALF_WINDOW_BYTES = 128 * 1024;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    private AbuseScene scene(Map<String, Object> settings) throws IOException {
        return new AbuseScene(transport, folder, settings);
    }

    private static void neighbourOnTheSameConnection(AbuseScene scene, RawHttp2 client, int stream) throws IOException {
        client.call(stream, RawHttp2.STREAM, "session-id", scene.session());
        client.send(stream, AbuseScene.chunk(1, true), false);
        String answer = client.untilEndOf(stream);
        assertTrue(answer.contains(" from 0 to 16000"), "no final on the same connection");
    }

    @Test
    void aMessageOfFourGigabytesIsRefusedUnread() throws Exception {
        try (AbuseScene scene = scene(Map.of())) {
            scene.survives(left -> {
                RawHttp2 liar = RawHttp2.open(scene.port());
                left.add(liar);
                liar.call(1, RawHttp2.STREAM, "session-id", scene.session());
                liar.frame(RawHttp2.DATA, 0, 1, RawHttp2.grpc(0, 0xFFFFFFFFL, new byte[100]));
                liar.untilEndOf(1);
                neighbourOnTheSameConnection(scene, liar, 3);
            });
        }
    }

    @Test
    void aGzipBombIsRefused() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[MEGABYTE];
            for (int i = 0; i < 100; i++) {
                gzip.write(zeros);
            }
        }
        byte[] message = RawHttp2.grpc(1, bomb.size(), bomb.toByteArray());
        try (AbuseScene scene = scene(Map.of())) {
            scene.survives(left -> {
                RawHttp2 bomber = RawHttp2.open(scene.port());
                left.add(bomber);
                bomber.call(1, RawHttp2.STREAM, "session-id", scene.session(), "grpc-encoding", "gzip");
                for (int at = 0; at < message.length; at += FRAME_BYTES) {
                    byte[] part = java.util.Arrays.copyOfRange(message, at, Math.min(message.length, at + FRAME_BYTES));
                    bomber.frame(RawHttp2.DATA, 0, 1, part);
                }
                bomber.untilEndOf(1);
                neighbourOnTheSameConnection(scene, bomber, 3);
            });
        }
    }

    @Test
    void aRequestWithMalformedHeadersHurtsNobodyElse() throws Exception {
        try (AbuseScene scene = scene(Map.of())) {
            scene.survives(left -> {
                RawHttp2 client = RawHttp2.open(scene.port());
                left.add(client);
                client.call(1, RawHttp2.STREAM, "content-length", "many");
                client.untilEndOf(1);
                neighbourOnTheSameConnection(scene, client, 3);
            });
        }
    }

    @Test
    void blanksAroundTheValueOfAHeaderAreNoAbuse() throws Exception {
        try (AbuseScene scene = scene(Map.of());
                RawHttp2 client = RawHttp2.open(scene.port())) {
            client.call(1, RawHttp2.STREAM, "session_id", " " + scene.session() + " ");
            client.send(1, AbuseScene.chunk(1, true), false);
            assertTrue(client.untilEndOf(1).contains(" from 0 to 16000"), "no final");
        }
    }

    @Test
    void messagesThatNeverEndShareABoundedMemory() throws Exception {
        int receiveLimit = MEGABYTE;
        // Where the transport refuses a message: twice the limit and 64 KiB; four of these may be on their way.
        long bound = 4L * (2 * receiveLimit + 64 * 1024);
        int calls = 40;
        try (AbuseScene scene = scene(Map.of("server.grpc_max_receive_message_bytes", receiveLimit))) {
            scene.survives(left -> {
                int refused = 0;
                for (int i = 0; i < calls; i++) {
                    RawHttp2 hoarder = RawHttp2.open(scene.port());
                    left.add(hoarder);
                    hoarder.call(1, RawHttp2.CREATE);
                    hoarder.frame(RawHttp2.DATA, 0, 1, RawHttp2.grpc(0, 2L * receiveLimit, new byte[0]));
                    refused += isRefused(hoarder, 2 * receiveLimit - FRAME_BYTES) ? 1 : 0;
                }
                long held = scene.fixture().server().grpcIncompleteBytes();
                assertTrue(held > 0 && held <= bound, "%d bytes held, bound %d".formatted(held, bound));
                assertTrue(refused > calls / 2, "%d of %d calls refused".formatted(refused, calls));
            });
            AbuseScene.await("nothing held", () -> scene.fixture().server().grpcIncompleteBytes() == 0);
        }
    }

    /** Sends so many bytes of a message as the windows allow; whether the call was ended for it. */
    private static boolean isRefused(RawHttp2 hoarder, int bytes) throws IOException {
        for (int sent = 0; sent < bytes; sent += HALF_WINDOW_BYTES) {
            for (int part = 0; part < Math.min(HALF_WINDOW_BYTES, bytes - sent); part += FRAME_BYTES) {
                hoarder.frame(RawHttp2.DATA, 0, 1, new byte[FRAME_BYTES]);
            }
            if (sent + HALF_WINDOW_BYTES < bytes && !hoarder.untilWindow(1)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aReaderWithoutWindowHoldsNoSlot() throws Exception {
        try (AbuseScene scene = scene(Map.of("server.session_timeout_sec", 1))) {
            RawHttp2 starved = RawHttp2.openWithoutWindow(scene.port());
            starved.call(1, RawHttp2.STREAM, "session-id", scene.session());
            starved.send(1, AbuseScene.chunk(1, true), false);
            scene.awaitRest();
            scene.survives(left -> left.add(starved));
        }
    }

    @Test
    void aMegabyteOfAttributesIsRefused() throws Exception {
        try (AbuseScene scene = scene(Map.of())) {
            SessionRequest fat = SessionRequest.newBuilder()
                    .setSessionId("fat")
                    .putAttributes("a", "x".repeat(MEGABYTE))
                    .build();
            scene.survives(left -> {
                for (int i = 0; i < 50; i++) {
                    StatusRuntimeException refused = assertThrows(
                            StatusRuntimeException.class, () -> scene.stub().createSession(fat));
                    assertEquals(
                            Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
                }
            });
        }
    }

    @Test
    void audioFasterThanRealTimeForEverKeepsBuffersBounded() throws Exception {
        try (AbuseScene scene = scene(Map.of("server.max_buffer_sec", 5))) {
            scene.survives(left -> {
                RawHttp2 talker = RawHttp2.open(scene.port());
                left.add(talker);
                talker.call(1, RawHttp2.STREAM, "session-id", scene.session());
                byte[] message = AbuseScene.chunk(0.25, false).toByteArray();
                // What fits the window without reading: 7 s, well above the bound of the buffer.
                for (int i = 0; i < 28; i++) {
                    talker.frame(RawHttp2.DATA, 0, 1, RawHttp2.grpc(0, message.length, message));
                }
                AbuseScene.await(
                        "the buffer is bounded", () -> scene.gauge("stt_buffer_bytes_total") <= 2 * 5 * 32_000);
            });
        }
    }
}
