package io.heliograph.server.control;

/**
 * How fast an error budget is used up, over a long and a short time. Immutable.
 *
 * @param alert {@code page_fast}, {@code page_slow} or {@code ticket}
 * @param factor it burns from this rate on, in both
 * @param longWindow name of the long time
 * @param longRate rate over it; 1 uses up exactly the budget
 * @param shortWindow name of the short time
 * @param shortRate rate over it
 * @param isBurning whether both reach the factor and there are enough events
 */
public record ObjectiveBurn(
        String alert,
        double factor,
        String longWindow,
        double longRate,
        String shortWindow,
        double shortRate,
        boolean isBurning) {}
