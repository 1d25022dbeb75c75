package io.heliograph.server.decode;

import io.heliograph.server.audio.AudioView;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One worker's instance of a model. Confined to the thread that decodes with it. */
public interface Recognizer extends AutoCloseable {

    /**
     * Recognises the audio.
     *
     * @param audio at least one sample
     * @param options what the session asks for
     * @param purpose what the result is for
     * @param draft the hypothesis of a shorter piece of the same utterance by the same model, as a hint that may save work; null
     *     for a settled decode, whose result must depend on samples and options alone
     * @param cancelled asked between steps; once true, the result is discarded and may be anything
     * @throws DecodeException if the engine fails
     */
    Hypothesis decode(
            AudioView audio,
            DecodeOptions options,
            DecodePurpose purpose,
            @Nullable Hypothesis draft,
            BooleanSupplier cancelled);

    @Override
    void close();
}
