package io.heliograph.server.audio;

import java.io.IOException;

/** The bytes are no WAVE file, or one of a kind that is not supported; the message says which, with numbers. */
public final class WavFormatException extends IOException {
    private static final long serialVersionUID = 1;

    public WavFormatException(String message) {
        super(message);
    }
}
