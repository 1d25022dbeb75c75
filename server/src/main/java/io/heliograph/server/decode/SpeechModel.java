package io.heliograph.server.decode;

/** A loaded model. Thread-safe; the recognizers made from it are not. */
public interface SpeechModel extends AutoCloseable {

    /** The id that sessions ask for. */
    String id();

    /** What it was made from, as an operator would call it. */
    default String weights() {
        return id();
    }

    /** A new worker's instance; throws {@link DecodeException} if none can be made. */
    Recognizer newRecognizer();

    /** Frees the weights; call it after the recognizers are closed. */
    @Override
    void close();
}
