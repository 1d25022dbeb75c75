package io.heliograph.console.limits;

import io.heliograph.server.control.LimitEntry;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers of limits as people read them. Pure. */
final class Amount {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    private Amount() {}

    /** The number with its unit; bytes as the size they are. */
    static String words(double number, String unit) {
        if (unit.equals("bytes")) {
            return size(number);
        }
        if (unit.equals("bytes/s")) {
            return size(number) + "/s";
        }
        return unit.isEmpty() ? plain(number) : plain(number) + " " + unit;
    }

    /** The number without a fraction that says nothing. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) number)
                : String.format(Locale.ROOT, "%.1f", number);
    }

    /** A value as it is shown, without the {@code .0} of a number that is whole. */
    static String tidy(String value) {
        return value.endsWith(".0") ? value.substring(0, value.length() - 2) : value;
    }

    /** The value in force as a number; empty for whatever is none. */
    static OptionalDouble number(LimitEntry entry) {
        if (!entry.type().equals("int") && !entry.type().equals("number")) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(entry.value()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** How much is in use, in words, as in {@code in use 37 of 50}; empty where nothing is counted. */
    static String use(LimitEntry entry) {
        if (entry.inUse().isEmpty()) {
            return "";
        }
        String used =
                "in use " + words(entry.inUse().getAsDouble(), entry.unit().startsWith("bytes") ? entry.unit() : "");
        OptionalDouble limit = number(entry);
        return limit.isPresent() && limit.getAsDouble() > 0
                ? used + " of " + words(limit.getAsDouble(), entry.unit().startsWith("bytes") ? entry.unit() : "")
                : used + ", without a limit";
    }

    /** The share in use, 0 to 1; empty where nothing is counted or limited. */
    static OptionalDouble share(LimitEntry entry) {
        OptionalDouble limit = number(entry);
        return entry.inUse().isPresent() && limit.isPresent() && limit.getAsDouble() > 0
                ? OptionalDouble.of(Math.clamp(entry.inUse().getAsDouble() / limit.getAsDouble(), 0, 1))
                : OptionalDouble.empty();
    }

    private static String size(double bytes) {
        double rest = bytes;
        int size = 0;
        while (Math.abs(rest) >= STEP && size < SIZES.length - 1) {
            rest /= STEP;
            size++;
        }
        return plain(rest) + " " + SIZES[size];
    }
}
