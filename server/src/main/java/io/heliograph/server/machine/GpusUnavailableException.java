package io.heliograph.server.machine;

import org.jspecify.annotations.Nullable;

/** No GPU can be asked; the message is one line that says why. */
final class GpusUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GpusUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
