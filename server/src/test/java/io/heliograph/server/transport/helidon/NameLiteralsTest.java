package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Blocks of headers as RFC 7541 has them. */
final class NameLiteralsTest {
    private static final int ADDED = 0x40;
    private static final int NOT_ADDED = 0x00;
    private static final int NEVER_ADDED = 0x10;

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(US_ASCII));
    }

    private static byte[] spelt(int kind, String name, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(kind);
        text(block, name);
        text(block, value);
        return block.toByteArray();
    }

    private static byte[] indexed(int kind, int index, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(kind | index);
        text(block, value);
        return block.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void assertBecomes(byte[] expected, byte[] block) {
        assertArrayEquals(expected, NameLiterals.indexed(block).orElseThrow());
    }

    @Test
    void aPseudoHeaderThatIsSpeltOutIsIndexed() {
        for (int kind : new int[] {ADDED, NOT_ADDED, NEVER_ADDED}) {
            assertBecomes(indexed(kind, 1, "host"), spelt(kind, ":authority", "host"));
            assertBecomes(indexed(kind, 2, "POST"), spelt(kind, ":method", "POST"));
            assertBecomes(indexed(kind, 4, "/a/b"), spelt(kind, ":path", "/a/b"));
            assertBecomes(indexed(kind, 6, "http"), spelt(kind, ":scheme", "http"));
        }
    }

    @Test
    void allElseStaysAsItIs() {
        byte[] sizeUpdate = {0x3f, (byte) 0xe1, 0x1f};
        byte[] fromTheTable = {(byte) 0x82, (byte) 0xff, 0x00};
        byte[] coded = {0x00, (byte) 0x83, 1, 2, 3, 1, 'v'};
        byte[] block = joined(
                sizeUpdate,
                fromTheTable,
                spelt(ADDED, "content-type", "application/grpc"),
                spelt(NOT_ADDED, ":path-info", ":path"),
                indexed(NEVER_ADDED, 4, "/x"),
                coded);
        assertBecomes(block, block);
    }

    @Test
    void theOnesBetweenOthersAreFound() {
        byte[] other = spelt(ADDED, "te", "trailers");
        assertBecomes(joined(other, indexed(ADDED, 4, "/p"), other), joined(other, spelt(ADDED, ":path", "/p"), other));
    }

    @Test
    void whatIsCutOffIsNoBlock() {
        byte[] block = spelt(ADDED, ":path", "/p");
        for (int length = 1; length < block.length; length++) {
            assertEquals(Optional.empty(), NameLiterals.indexed(java.util.Arrays.copyOf(block, length)));
        }
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
    }

    @Property
    void anyBytesAreRefusedOrGiveABlockThatStaysAsItIs(@ForAll("bytes") byte[] bytes) {
        Optional<byte[]> once = NameLiterals.indexed(bytes);
        if (once.isPresent()) {
            assertTrue(once.get().length <= bytes.length);
            assertBecomes(once.get(), once.get());
        }
    }
}
