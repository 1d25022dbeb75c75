package io.heliograph.server.slo;

/**
 * One pair of windows that an alert looks at (contract §17.1). Immutable.
 *
 * @param alert {@code page_fast}, {@code page_slow} or {@code ticket}
 * @param factor it burns from this rate on, in both windows
 * @param longWindow name of the long window
 * @param longRate rate over it; 1 uses up exactly the budget
 * @param shortWindow name of the short window
 * @param shortRate rate over it
 * @param isBurning whether both rates reach the factor, and the long window has at least 100 valid events
 */
public record BurnRate(
        String alert,
        double factor,
        String longWindow,
        double longRate,
        String shortWindow,
        double shortRate,
        boolean isBurning) {}
