package io.heliograph.server.transport.helidon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Blocks of headers as RFC 7541 has them. */
final class HeaderFieldsTest {
    private static final long MAX_BYTES = 16_384;

    record Field(String name, String value) {}

    @Provide
    Arbitrary<List<Field>> fields() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(":path", ":method", ":authority", ":scheme"),
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(300));
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\u00ff')
                .ofMaxLength(700);
        return Combinators.combine(names, values).as(Field::new).list().ofMaxSize(12);
    }

    @Property
    void literalsAreReadAsTheyWereAndAreShorterThanTheyWereCounted(@ForAll("fields") List<Field> fields)
            throws Http2Exception {
        Http2Headers written = new DefaultHttp2Headers(false);
        long counted = 0;
        for (Field field : fields) {
            written.add(field.name(), field.value());
            counted += field.name().length() + field.value().length() + 32;
        }
        byte[] block = HeaderFields.literals(written);
        assertTrue(block.length <= counted, block.length + " bytes, counted " + counted);
        Http2Headers read = HeaderFields.ofAnswers().read(1, block);
        assertEquals(fields.size(), read.size());
        for (Field field : fields) {
            assertEquals(
                    fields.stream()
                            .filter(each -> each.name().equals(field.name()))
                            .map(Field::value)
                            .toList(),
                    read.getAll(field.name()).stream()
                            .map(CharSequence::toString)
                            .toList());
        }
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll("bytes") byte[] bytes) {
        try {
            Http2Headers fields = HeaderFields.ofRequests(MAX_BYTES).read(1, bytes);
            assertTrue(HeaderFields.literals(fields).length <= MAX_BYTES);
        } catch (Http2Exception e) {
            assertTrue(e.getMessage() != null, "refused with a reason");
        }
    }

    @Test
    void fieldsThatUnpackToTooMuchAreTheirStreamsFault() {
        byte[] added = {0x40, 1, 'a', 0x7f, (byte) 0xa9, 0x0f};
        byte[] block = new byte[added.length + 2_088 + 60];
        System.arraycopy(added, 0, block, 0, added.length);
        java.util.Arrays.fill(block, added.length, added.length + 2_088, (byte) 'x');
        // The first entry of the dynamic table, sixty times.
        java.util.Arrays.fill(block, added.length + 2_088, block.length, (byte) 0xbe);
        Http2Exception tooMuch = assertThrows(
                Http2Exception.class, () -> HeaderFields.ofRequests(MAX_BYTES).read(1, block));
        assertTrue(Http2Exception.isStreamError(tooMuch), tooMuch::toString);
    }
}
