package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import java.util.Locale;

/**
 * Fault: Helidon puts a status text into its header as it is, so that anything but plain ASCII and any percent sign arrives garbled;
 * and a block of headers beyond one frame is sent with its last part twice. Cure: the encoding that gRPC prescribes, and a bound.
 * Pure.
 */
final class StatusText {
    /** Below the 8 KiB of all headers that clients take. */
    private static final int MAX_CHARACTERS = 4_096;

    private StatusText() {}

    /** The status as it may be handed to Helidon. */
    static Status encoded(Status status) {
        String text = status.getDescription();
        return text == null ? status : status.withDescription(encoded(text));
    }

    /** Percent-encoded UTF-8, cut after a whole byte. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte each : text.getBytes(UTF_8)) {
            if (encoded.length() > MAX_CHARACTERS - 3) {
                break;
            }
            if (each < ' ' || each > '~' || each == '%') {
                encoded.append(String.format(Locale.ROOT, "%%%02X", each & 0xff));
            } else {
                encoded.append((char) each);
            }
        }
        return encoded.toString();
    }
}
