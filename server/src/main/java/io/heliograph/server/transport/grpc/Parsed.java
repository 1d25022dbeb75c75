package io.heliograph.server.transport.grpc;

import org.jspecify.annotations.Nullable;

/**
 * A message, or why there is none. Marshallers may not fail: gRPC would answer UNKNOWN and log a stack trace for bytes that any
 * client can send. Immutable.
 *
 * @param message null if the bytes are no message
 * @param problem what is wrong with them, empty if nothing
 * @param isTooLarge whether the message's own limit is exceeded
 */
record Parsed<T>(@Nullable T message, String problem, boolean isTooLarge) {

    static <T> Parsed<T> of(T message) {
        return new Parsed<>(message, "", false);
    }

    static <T> Parsed<T> unreadable(String problem) {
        return new Parsed<>(null, problem, false);
    }

    static <T> Parsed<T> tooLarge(String problem) {
        return new Parsed<>(null, problem, true);
    }
}
