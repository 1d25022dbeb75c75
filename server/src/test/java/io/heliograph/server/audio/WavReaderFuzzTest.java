package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are, the reader ends, and with nothing but its own exception. */
final class WavReaderFuzzTest {

    @Property(tries = 1_000)
    void failsOnlyWithItsOwnExceptionOnAGarbledHeader(
            @ForAll @Size(min = 1, max = 6) byte[] garbage,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 91) Integer> places) {
        WavFixture valid = new WavFixture();
        valid.extensibleTag = 1;
        valid.before = WavFixture.chunk("LIST", valid.order, new byte[3]);
        valid.data = new byte[12];
        byte[] bytes = valid.bytes();
        for (int i = 0; i < places.size(); i++) {
            bytes[places.get(i)] = garbage[i % garbage.length];
        }
        readOrRefuse(bytes);
    }

    @Property(tries = 300)
    void failsOnlyWithItsOwnExceptionOnAnyBytes(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean withMagic) {
        byte[] magic = "RIFF\0\0\0\0WAVE".getBytes(StandardCharsets.ISO_8859_1);
        byte[] both = ByteBuffer.allocate(magic.length + bytes.length)
                .put(magic)
                .put(bytes)
                .array();
        readOrRefuse(withMagic ? both : bytes);
    }

    @Property(tries = 200)
    void failsOnlyWithItsOwnExceptionOnACutFile(@ForAll @IntRange(max = 60) int length) {
        WavFixture valid = new WavFixture();
        valid.data = new byte[100];
        readOrRefuse(Arrays.copyOf(valid.bytes(), length));
    }

    private static void readOrRefuse(byte[] bytes) {
        try (WavReader reader = new WavReader(new ByteArrayInputStream(bytes))) {
            assertTrue(WavFixture.samples(reader).length <= bytes.length);
        } catch (WavFormatException refusal) {
            assertNotEquals("", refusal.getMessage());
        } catch (IOException other) {
            throw new AssertionError("an array cannot fail to be read", other);
        }
    }
}
