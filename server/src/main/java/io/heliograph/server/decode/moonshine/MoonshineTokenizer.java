package io.heliograph.server.decode.moonshine;

import io.heliograph.server.decode.DecodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Token ids to text. The file {@code tokenizer.bin} is a sequence of entries, the index is the id: a first byte 0 is an empty
 * token, a byte below 128 is the length, a larger one and its successor are the length {@code second * 128 + first - 128}; then
 * the bytes of the token in UTF-8. Immutable.
 */
final class MoonshineTokenizer {
    private static final String WORD_START = "\u2581";
    private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-Fa-f]{2})>");

    /** The bytes that a token adds to the text; null for special tokens. */
    private final List<byte @Nullable []> pieces;

    private MoonshineTokenizer(List<byte @Nullable []> pieces) {
        this.pieces = pieces;
    }

    /** Reads the file; a broken one is a {@link DecodeException} that says where. */
    static MoonshineTokenizer load(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DecodeException("tokenizer %s cannot be read".formatted(file.getFileName()), e);
        }
        List<byte @Nullable []> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = bytes[at++] & 0xff;
            if (length >= 128) {
                if (at == bytes.length) {
                    throw truncated(file, bytes.length, at, 1);
                }
                length = (bytes[at++] & 0xff) * 128 + length - 128;
            }
            if (at + length > bytes.length) {
                throw truncated(file, bytes.length, at, length);
            }
            pieces.add(piece(new String(bytes, at, length, StandardCharsets.UTF_8)));
            at += length;
        }
        return new MoonshineTokenizer(pieces);
    }

    /** Number of ids. */
    int size() {
        return pieces.size();
    }

    /** The text of the first {@code count} tokens, with a leading blank where the first word has one. */
    String text(int[] tokens, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(count * 4);
        for (int i = 0; i < count; i++) {
            byte[] piece = tokens[i] < pieces.size() ? pieces.get(tokens[i]) : null;
            if (piece != null) {
                out.writeBytes(piece);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] piece(String token) {
        Matcher byteToken = BYTE_TOKEN.matcher(token);
        if (byteToken.matches()) {
            return new byte[] {(byte) Integer.parseInt(byteToken.group(1), 16)};
        }
        if (token.startsWith("<") && token.endsWith(">") && token.length() > 2) {
            return null;
        }
        return token.replace(WORD_START, " ").getBytes(StandardCharsets.UTF_8);
    }

    private static DecodeException truncated(Path file, int size, int at, int length) {
        return new DecodeException(
                "tokenizer %s is truncated: %d bytes, but the entry at %d needs %d"
                        .formatted(file.getFileName(), size, at, length),
                null);
    }
}
