package io.heliograph.server.slo;

import io.heliograph.server.limits.Sli;

/**
 * Which tally. Immutable.
 *
 * @param sli the indicator
 * @param span how long
 * @param startMinute its first minute, in minutes since 1970 (UTC)
 */
public record TallyKey(Sli sli, TallySpan span, long startMinute) {}
