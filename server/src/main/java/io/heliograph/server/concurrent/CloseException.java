package io.heliograph.server.concurrent;

/** A part failed to close with a checked exception, which is the cause. */
public final class CloseException extends RuntimeException {

    CloseException(Throwable cause) {
        super("closing failed: " + cause.getMessage(), cause);
    }
}
