package io.heliograph.server.machine;

/**
 * This process at one moment. Immutable.
 *
 * @param pid its number
 * @param cpuPercent processor time since the last reading, 100 = one core; since the start for the first reading
 * @param residentBytes memory it holds
 * @param virtualBytes addresses it has reserved
 * @param threads threads of the operating system
 */
public record ProcessReading(long pid, double cpuPercent, long residentBytes, long virtualBytes, int threads) {}
