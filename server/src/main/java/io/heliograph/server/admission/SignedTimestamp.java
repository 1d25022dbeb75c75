package io.heliograph.server.admission;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The timestamp of a signature, in the unit that the client chose. Pure. */
final class SignedTimestamp {
    private static final int MAX_LENGTH = 32;
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");
    private static final BigDecimal BOUND = BigDecimal.TEN.pow(18);

    /** Larger integers are milliseconds, not seconds (contract §2.4). */
    private static final long MAX_SECONDS = 100_000_000_000L;

    private static final double MILLIS_PER_SECOND = 1000;

    private SignedTimestamp() {}

    /** The integer of a decimal number, truncated toward zero; empty if it is too long, too large or no number. */
    static OptionalLong parse(String text) {
        if (text.length() > MAX_LENGTH || !NUMBER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        BigDecimal number = new BigDecimal(text);
        // Comparing first: an exponent of nine digits must not be written out.
        if (number.abs().compareTo(BOUND) >= 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.abs().compareTo(BigDecimal.ONE) < 0 ? 0 : number.longValue());
    }

    /** How far a timestamp is from now, before or after, in seconds. */
    static double distanceSeconds(long timestamp, long nowEpochMillis) {
        double seconds = timestamp > MAX_SECONDS ? timestamp / MILLIS_PER_SECOND : timestamp;
        return Math.abs(nowEpochMillis / MILLIS_PER_SECOND - seconds);
    }
}
