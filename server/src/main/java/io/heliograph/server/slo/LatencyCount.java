package io.heliograph.server.slo;

/**
 * Events that took about as long. Immutable.
 *
 * @param seconds how long, within 1 %
 * @param count how many, at least 1
 */
public record LatencyCount(double seconds, long count) {}
