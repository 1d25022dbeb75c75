package io.heliograph.app.bench;

import java.util.Locale;

/**
 * One measured figure and the bound it must keep. Immutable.
 *
 * @param name what was measured
 * @param value the measurement
 * @param unit of value and bound, may be empty
 * @param atMost the bound; infinite if the figure is only told
 * @param detail how it came about
 */
public record Figure(String name, double value, String unit, double atMost, String detail) {

    /** Whether the bound is kept; a figure that could not be measured does not pass. */
    public boolean isPassed() {
        return value <= atMost;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s  %-58s %9.3f %-4s (%s)  %s",
                verdict(),
                name,
                value,
                unit,
                isTold() ? "not judged" : "at most " + atMost,
                detail);
    }

    private boolean isTold() {
        return atMost == Double.POSITIVE_INFINITY;
    }

    private String verdict() {
        if (Double.isNaN(value)) {
            return "void  ";
        }
        if (!isPassed()) {
            return "FAILED";
        }
        return isTold() ? "told  " : "passed";
    }
}
