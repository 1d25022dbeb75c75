package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Fault: Helidon's reader and writer of header blocks never return from a field that is larger than their dynamic table, so that one
 * request takes a core for ever; they use a table that the client does not want; and they refuse pseudo-headers whose name is spelt out ("explicit value instead of indexed"), which
 * RFC 7541, section 6.2.1, allows and gRPC's C core does: Python, C++, Ruby and PHP clients lose their connection at the first
 * call. Cure: Netty reads the blocks of either side, and they go on as literals, which touch no dynamic table. One for each
 * direction of a connection, since it keeps the sender's table; confined to whoever gets that direction's blocks in order.
 */
final class HeaderFields {
    // RFC 7541, appendix A.
    private static final Map<String, Integer> STATIC_INDEX =
            Map.of(":authority", 1, ":method", 2, ":path", 4, ":scheme", 6, ":status", 8);

    // RFC 7541, section 6.2.2: a literal that is not added to the table, with a prefix of four bits for its name.
    private static final int INDEX_PREFIX_BITS = 4;
    private static final int TEXT_PREFIX_BITS = 7;

    private final Http2HeadersDecoder decoder;

    private HeaderFields(Http2HeadersDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Of a client, whose fields must be well-formed.
     *
     * @param maxBytes of one block, counted as RFC 9113, section 6.5.2, has it
     */
    static HeaderFields ofRequests(long maxBytes) {
        return new HeaderFields(new DefaultHttp2HeadersDecoder(true, maxBytes));
    }

    /** Of Helidon, which is trusted. */
    static HeaderFields ofAnswers() {
        return new HeaderFields(new DefaultHttp2HeadersDecoder(false, Integer.MAX_VALUE));
    }

    /**
     * Reads a block.
     *
     * @throws Http2Exception if it cannot be read, which is its stream's fault alone if {@link Http2Exception#isStreamError}
     */
    Http2Headers read(int stream, byte[] block) throws Http2Exception {
        ByteBuf bytes = Unpooled.wrappedBuffer(block);
        try {
            return decoder.decodeHeaders(stream, bytes);
        } finally {
            bytes.release();
        }
    }

    /** The same fields as literals, which are shorter than they were counted. */
    static byte[] literals(Http2Headers fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            Integer index = STATIC_INDEX.get(name);
            if (index == null) {
                block.write(0);
                text(block, name);
            } else {
                number(block, INDEX_PREFIX_BITS, index);
            }
            text(block, field.getValue().toString());
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        number(block, TEXT_PREFIX_BITS, bytes.length);
        block.writeBytes(bytes);
    }

    /** RFC 7541, section 5.1, with the bits before the prefix 0. */
    private static void number(ByteArrayOutputStream block, int prefixBits, int value) {
        int max = (1 << prefixBits) - 1;
        if (value < max) {
            block.write(value);
            return;
        }
        block.write(max);
        int left = value - max;
        for (; left >= 0x80; left >>= 7) {
            block.write((left & 0x7f) | 0x80);
        }
        block.write(left);
    }
}
