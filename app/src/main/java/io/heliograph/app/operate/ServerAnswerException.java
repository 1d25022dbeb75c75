package io.heliograph.app.operate;

/** A server did not do what it was asked, or could not be asked; the message is what the operator reads. */
final class ServerAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    ServerAnswerException(String message) {
        super(message);
    }
}
