package io.heliograph.server.control;

import java.time.Instant;

/**
 * A change of the limits, to stand in a chart. Immutable.
 *
 * @param at when
 * @param version the version it made
 * @param text who changed what, one line
 */
public record OverviewMark(Instant at, long version, String text) {}
