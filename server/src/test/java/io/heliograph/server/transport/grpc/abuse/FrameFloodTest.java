package io.heliograph.server.transport.grpc.abuse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Cheap frames in great number, each kind with an attack of its own: they cost their sender more than anybody else. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class FrameFloodTest {
    private static final int FRAMES = 200_000;
    private static final int PER_WRITE = 1_000;
    private static final int STREAMS = 5_000;
    /** Nobody fills the log with frames. */
    private static final int MAX_LINES = 100;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    private final AtomicLong lines = new AtomicLong();
    private final List<Logger> logs = List.of(Logger.getLogger("io.grpc.netty"), Logger.getLogger("io.helidon"));
    private final Handler counting = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.incrementAndGet();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @SuppressWarnings("NullAway.Init")
    private AbuseScene scene;

    @BeforeEach
    void open() throws IOException {
        logs.forEach(log -> log.addHandler(counting));
        scene = new AbuseScene(transport, folder, Map.of());
    }

    @AfterEach
    void close() {
        scene.close();
        logs.forEach(log -> log.removeHandler(counting));
        assertTrue(lines.get() < MAX_LINES, () -> lines.get() + " lines in the transport's log");
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Sends a frame again and again, on a connection with a call open, until all are sent or the server has closed. */
    private void flood(byte[] frame) throws Exception {
        ByteBuffer many = ByteBuffer.allocate(frame.length * PER_WRITE);
        for (int i = 0; i < PER_WRITE; i++) {
            many.put(frame);
        }
        scene.survives(left -> {
            RawHttp2 client = RawHttp2.open(scene.port());
            left.add(client);
            client.call(1, RawHttp2.STREAM, "session-id", scene.session());
            try {
                for (int i = 0; i < FRAMES; i += PER_WRITE) {
                    client.bytes(many.array());
                }
            } catch (IOException e) {
                // Cut off while it wrote, as it may be.
            }
        });
    }

    @Test
    void emptyDataDisturbsNobody() throws Exception {
        flood(RawHttp2.encoded(RawHttp2.DATA, 0, 1, new byte[0]));
    }

    @Test
    void prioritiesDisturbNobody() throws Exception {
        flood(RawHttp2.encoded(RawHttp2.PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 16}));
    }

    @Test
    void windowUpdatesDisturbNobody() throws Exception {
        flood(RawHttp2.encoded(RawHttp2.WINDOW_UPDATE, 0, 0, number(1)));
    }

    @Test
    void answersToNothingDisturbNobody() throws Exception {
        flood(RawHttp2.encoded(RawHttp2.SETTINGS, RawHttp2.ACK, 0, new byte[0]));
        flood(RawHttp2.encoded(RawHttp2.PING, RawHttp2.ACK, 0, new byte[8]));
    }

    /** A client that makes the server reset its streams opens as many as one that resets them itself. */
    @Test
    void streamsThatTheServerIsMadeToResetAreBoundedToo() throws Exception {
        scene.survives(left -> {
            RawHttp2 client = RawHttp2.open(scene.port());
            left.add(client);
            try {
                for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                    client.call(stream, RawHttp2.STREAM);
                    client.frame(RawHttp2.WINDOW_UPDATE, 0, stream, number(0));
                }
            } catch (IOException e) {
                // Cut off while it wrote: what came of it is counted below.
            }
            long taken = scene.fixture().events().of(ServerEvent.RpcEnded.class).size();
            assertTrue(taken < STREAMS / 2, () -> "%d of %d calls were taken".formatted(taken, STREAMS));
        });
    }
}
