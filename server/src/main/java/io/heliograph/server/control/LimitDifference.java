package io.heliograph.server.control;

/**
 * A key's value before and after a change, as shown to people: masked if secret. Immutable.
 *
 * @param key full name
 * @param before value replaced
 * @param after value set
 */
public record LimitDifference(String key, String before, String after) {}
