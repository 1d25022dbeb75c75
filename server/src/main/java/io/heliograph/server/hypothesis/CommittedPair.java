package io.heliograph.server.hypothesis;

/**
 * The transcript of a stream in the two halves that every message carries. Immutable.
 *
 * @param committedText what never changes again, from the start of the stream; each message's starts with the previous one's
 * @param unstableText what may still change; never begins with a blank, empty on finals
 */
public record CommittedPair(String committedText, String unstableText) {}
