package io.heliograph.server.transport.helidon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.helidon.common.buffers.BufferData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Messages cut out of frames that were cut anywhere. */
final class MessageFramingTest {
    private static final int LARGEST = 100_000;

    private final List<byte[]> whole = new ArrayList<>();

    private static byte[] framed(int flag, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) flag)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] random(int bytes, long seed) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }

    private static Status refused(MessageFraming framing, byte[] bytes) {
        return assertThrows(StatusRuntimeException.class, () -> framing.add(BufferData.create(bytes), each -> {}))
                .getStatus();
    }

    @Property(tries = 200)
    void anyCuttingGivesTheSameMessages(
            @ForAll @IntRange(min = 1, max = 40_000) int size, @ForAll @IntRange(min = 1, max = 9_000) int part)
            throws IOException {
        byte[] small = random(3, 1);
        byte[] large = random(size, 2);
        MessageFraming framing = new MessageFraming(LARGEST, MessageFraming.GZIP);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(framed(0, small));
        sent.writeBytes(framed(0, new byte[0]));
        sent.writeBytes(framed(0, large));
        sent.writeBytes(framed(1, gzip(large)));
        byte[] all = sent.toByteArray();
        List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < all.length; at += part) {
            framing.add(BufferData.create(Arrays.copyOfRange(all, at, Math.min(all.length, at + part))), messages::add);
        }
        framing.requireComplete();
        assertEquals(4, messages.size());
        assertArrayEquals(framed(0, small), messages.get(0));
        assertArrayEquals(framed(0, new byte[0]), messages.get(1));
        assertArrayEquals(framed(0, large), messages.get(2));
        assertArrayEquals(framed(0, large), messages.get(3));
    }

    @Test
    void whatClaimsToBeTooLargeIsRefusedUnread() {
        byte[] prefix = {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        Status status = refused(new MessageFraming(LARGEST, MessageFraming.IDENTITY), prefix);
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, status.getCode());
    }

    @Test
    void aBombIsCutAtTheLimit() throws IOException {
        MessageFraming framing = new MessageFraming(LARGEST, MessageFraming.GZIP);
        framing.add(BufferData.create(framed(1, gzip(new byte[50 * LARGEST]))), whole::add);
        assertEquals(5 + LARGEST, whole.getFirst().length);
    }

    @Test
    void compressionThatWasNotNamedIsRefused() throws IOException {
        byte[] message = framed(1, gzip(new byte[10]));
        assertEquals(
                Status.Code.INTERNAL,
                refused(new MessageFraming(LARGEST, MessageFraming.IDENTITY), message)
                        .getCode());
        assertEquals(
                Status.Code.INTERNAL,
                refused(new MessageFraming(LARGEST, MessageFraming.GZIP), framed(1, new byte[10]))
                        .getCode());
    }

    @Test
    void aStreamMayNotEndInsideAMessage() {
        MessageFraming framing = new MessageFraming(LARGEST, MessageFraming.IDENTITY);
        framing.add(BufferData.create(new byte[] {0, 0, 0, 0, 9, 1}), whole::add);
        assertThrows(StatusRuntimeException.class, framing::requireComplete);
        assertEquals(List.of(), whole);
    }
}
