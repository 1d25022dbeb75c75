package io.heliograph.app.transcribe;

/** There is no server to speak to; the message says why, for the user. Immutable. */
final class NoServerException extends Exception {

    NoServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
