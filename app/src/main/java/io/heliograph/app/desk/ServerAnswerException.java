package io.heliograph.app.desk;

/** A server did not do what it was asked, or could not be asked; the message is what the operator reads. */
public final class ServerAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    public ServerAnswerException(String message) {
        super(message);
    }
}
