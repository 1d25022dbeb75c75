package io.heliograph.server.limits;

/**
 * The numbers a key may take; NaN is never among them. Immutable.
 *
 * @param min smallest number, or the number all others lie above
 * @param minIsOutside whether {@code min} itself is refused
 * @param max largest number, or the number all others lie below
 * @param maxIsOutside whether {@code max} itself is refused
 */
public record Range(double min, boolean minIsOutside, double max, boolean maxIsOutside) {
    /** Every finite number. */
    static final Range ANY = new Range(-Double.MAX_VALUE, false, Double.MAX_VALUE, false);

    public Range {
        if (!(min <= max)) {
            throw new IllegalArgumentException("a range needs min <= max, but min is " + min + " and max " + max);
        }
    }

    /** Whether the number may be taken. */
    public boolean contains(double number) {
        return (maxIsOutside ? number < max : number <= max) && (minIsOutside ? number > min : number >= min);
    }

    /** The range in words; empty if every finite number is allowed. */
    public String words() {
        String above = minIsOutside ? "above " : "at least ";
        String below = maxIsOutside ? "below " : "at most ";
        boolean hasMin = min > -Double.MAX_VALUE;
        boolean hasMax = max < Double.MAX_VALUE;
        if (hasMin && hasMax && !minIsOutside && !maxIsOutside) {
            return "from " + plain(min) + " to " + plain(max);
        }
        if (hasMin && hasMax) {
            return above + plain(min) + " and " + below + plain(max);
        }
        if (hasMin) {
            return above + plain(min);
        }
        return hasMax ? below + plain(max) : "";
    }

    /** A bound without a fraction that says nothing. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
