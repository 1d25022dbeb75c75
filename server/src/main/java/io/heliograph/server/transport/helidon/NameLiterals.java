package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Fault: Helidon refuses pseudo-headers whose name is spelt out ("explicit value instead of indexed"), which RFC 7541, section
 * 6.2.1, allows and gRPC's C core does: Python, C++, Ruby and PHP clients lose their connection at the first call. Cure: the name is
 * replaced by its place in the static table. The dynamic table sees the same entries either way, so none is kept here. Names in
 * Huffman code are left as they are: no client is known that spells them so. Pure.
 */
final class NameLiterals {
    // RFC 7541, appendix A.
    private static final Map<String, Integer> STATIC_INDEX =
            Map.of(":authority", 1, ":method", 2, ":path", 4, ":scheme", 6);

    private static final int LONGEST_NAME = ":authority".length();

    /** Longer numbers would not fit an int. */
    private static final int MAX_NUMBER_BYTES = 5;

    private final byte[] block;
    private final ByteArrayOutputStream out;
    private int at;

    private NameLiterals(byte[] block) {
        this.block = block;
        this.out = new ByteArrayOutputStream(block.length);
    }

    /** The same headers with indexed names; empty if it is no block of headers. */
    static Optional<byte[]> indexed(byte[] block) {
        NameLiterals literals = new NameLiterals(block);
        try {
            while (literals.at < block.length) {
                literals.field();
            }
            return Optional.of(literals.out.toByteArray());
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void field() {
        int start = at;
        int first = block[at] & 0xff;
        if ((first & 0x80) != 0) {
            number(7);
        } else if ((first & 0xe0) == 0x20) {
            number(5);
        } else {
            literal(start, first);
            return;
        }
        out.write(block, start, at - start);
    }

    private void literal(int start, int first) {
        boolean isAdded = (first & 0xc0) == 0x40;
        if (number(isAdded ? 6 : 4) == 0) {
            Integer index = STATIC_INDEX.get(name());
            if (index != null) {
                out.write((isAdded ? 0x40 : first & 0xf0) | index);
                start = at;
            }
        }
        text();
        out.write(block, start, at - start);
    }

    /** The name spelt out here, empty if it is none of those meant. */
    private String name() {
        boolean isCoded = (block[at] & 0x80) != 0;
        int length = text();
        int end = at;
        return isCoded || length > LONGEST_NAME
                ? ""
                : new String(Arrays.copyOfRange(block, end - length, end), US_ASCII);
    }

    /** Passes a text; gives its length in bytes. */
    private int text() {
        int length = number(7);
        if (length > block.length - at) {
            throw new IllegalArgumentException("a text beyond the end");
        }
        at += length;
        return length;
    }

    /** RFC 7541, section 5.1. */
    private int number(int prefixBits) {
        int max = (1 << prefixBits) - 1;
        long value = block[at++] & max;
        if (value < max) {
            return (int) value;
        }
        int shift = 0;
        for (int i = 0; i < MAX_NUMBER_BYTES; i++) {
            int next = block[at++];
            value += (long) (next & 0x7f) << shift;
            shift += 7;
            if (next >= 0) {
                if (value > Integer.MAX_VALUE) {
                    break;
                }
                return (int) value;
            }
        }
        throw new IllegalArgumentException("a number too large");
    }
}
