package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import java.util.Locale;

/**
 * Fault: Helidon puts a status text into its header as it is, so that anything but plain ASCII and any percent sign arrives garbled;
 * and a header larger than its table of 4,096 bytes takes for ever. Cure: the encoding that gRPC prescribes, and a bound.
 * Pure.
 */
final class StatusText {
    /** With its name, and what an entry costs, below the size of the table. */
    private static final int MAX_CHARACTERS = 4_000;

    private StatusText() {}

    /** The status as it may be handed to Helidon. */
    static Status encoded(Status status) {
        String text = status.getDescription();
        return text == null ? status : status.withDescription(encoded(text));
    }

    /** Percent-encoded UTF-8, cut after a whole character. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String next = encodedCharacter(text.substring(at, text.offsetByCodePoints(at, 1)));
            if (encoded.length() + next.length() > MAX_CHARACTERS) {
                break;
            }
            encoded.append(next);
        }
        return encoded.toString();
    }

    private static String encodedCharacter(String character) {
        char first = character.charAt(0);
        if (first >= ' ' && first <= '~' && first != '%') {
            return character;
        }
        StringBuilder bytes = new StringBuilder();
        for (byte each : character.getBytes(UTF_8)) {
            bytes.append(String.format(Locale.ROOT, "%%%02X", each & 0xff));
        }
        return bytes.toString();
    }
}
