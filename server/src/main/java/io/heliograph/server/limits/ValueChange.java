package io.heliograph.server.limits;

/**
 * One key's value before and after a change, as shown to people: masked if secret. Immutable.
 *
 * @param key the key
 * @param before the value replaced
 * @param after the value in force since
 */
public record ValueChange(LimitKey key, String before, String after) {}
