package io.heliograph.console;

/** The console was not started; the message is one clear line. */
public final class ConsoleException extends Exception {

    ConsoleException(String message) {
        super(message);
    }

    ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
