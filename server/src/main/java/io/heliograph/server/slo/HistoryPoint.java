package io.heliograph.server.slo;

import java.time.Instant;

/**
 * A part of the course of an indicator. Immutable.
 *
 * @param from its begin
 * @param valid events counted
 * @param good those that were good
 */
public record HistoryPoint(Instant from, long valid, long good) {}
