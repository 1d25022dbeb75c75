package io.heliograph.server.decode;

import org.jspecify.annotations.Nullable;

/** The engine failed; the message names model, tensor and shape where they matter and holds no audio and no text of users. */
public final class DecodeException extends RuntimeException {

    public DecodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
