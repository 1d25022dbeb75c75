package io.heliograph.server.slo;

/**
 * Nearest-rank percentiles over all events of a time that had their stop, each within 1 %. Immutable.
 *
 * @param count how many events; without any, the others are 0
 * @param p50Sec seconds
 * @param p90Sec seconds
 * @param p99Sec seconds
 * @param maxSec the largest, seconds
 */
public record Latencies(long count, double p50Sec, double p90Sec, double p99Sec, double maxSec) {}
