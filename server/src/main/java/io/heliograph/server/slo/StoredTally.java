package io.heliograph.server.slo;

/** A tally and its place. Immutable. */
public record StoredTally(TallyKey key, Tally tally) {}
