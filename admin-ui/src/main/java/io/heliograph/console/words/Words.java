package io.heliograph.console.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them; times are UTC. Stateless. */
public final class Words {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY_SECONDS = 86_400;

    /** Stands for a number that there is not. */
    public static final String NONE = "–";

    private Words() {}

    /** A size. */
    public static String bytes(long bytes) {
        double rest = bytes;
        int size = 0;
        while (Math.abs(rest) >= STEP && size < SIZES.length - 1) {
            rest /= STEP;
            size++;
        }
        return (size == 0 || rest >= 10 ? Long.toString(Math.round(rest)) : decimals(rest, 1)) + " " + SIZES[size];
    }

    /** How long something took, seconds: milliseconds below one second. */
    public static String seconds(double seconds) {
        if (Double.isNaN(seconds)) {
            return NONE;
        }
        return seconds < 1 ? Math.round(seconds * 1_000) + " ms" : decimals(seconds, 2) + " s";
    }

    /** How long something lasts, in its two largest units. */
    public static String span(double seconds) {
        long whole = Math.max(0, (long) seconds);
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return whole / MINUTE + " min " + whole % MINUTE + " s";
        }
        if (whole < DAY_SECONDS) {
            return whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
        }
        return whole / DAY_SECONDS + " d " + whole % DAY_SECONDS / HOUR + " h";
    }

    /** How long something lasts, in its two largest units. */
    public static String span(Duration length) {
        return span((double) length.toSeconds());
    }

    /** A share, never rounded up to all of it. */
    public static String percent(double share, int digits) {
        if (Double.isNaN(share)) {
            return NONE;
        }
        return BigDecimal.valueOf(share * 100)
                        .setScale(digits + 4, RoundingMode.HALF_EVEN)
                        .setScale(digits, share < 1 ? RoundingMode.FLOOR : RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    /** A number with at most so many decimals, and none that say nothing. */
    public static String decimals(double number, int digits) {
        if (!Double.isFinite(number)) {
            return NONE;
        }
        return BigDecimal.valueOf(number)
                .setScale(digits, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** How many of something: {@code 1 session}, {@code 2 sessions}. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** Day and time of day, without the zone, which is UTC. */
    public static String moment(Instant at) {
        return MOMENT.format(at);
    }

    /** Time of day. */
    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** The day. */
    public static String day(Instant at) {
        return DAY.format(at);
    }
}
