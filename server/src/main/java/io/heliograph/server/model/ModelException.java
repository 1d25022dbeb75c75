package io.heliograph.server.model;

import org.jspecify.annotations.Nullable;

/**
 * A model cannot be found, read, fetched or trusted; the message is one line for the operator, says why with numbers, and names
 * neither registry hosts nor credentials.
 */
public final class ModelException extends RuntimeException {

    public ModelException(String message) {
        this(message, null);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
