package io.heliograph.server.control;

import java.time.Instant;

/**
 * A time about which the counts of the objectives are not the whole truth. Immutable.
 *
 * @param from its begin
 * @param until its end
 * @param cause {@code killed}, {@code clock_ahead} or {@code clock_back}
 */
public record RecordGap(Instant from, Instant until, String cause) {}
