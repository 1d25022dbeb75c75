package io.heliograph.server;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.decode.Recognizer;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.loading.Engine;
import io.heliograph.server.loading.LoadPlan;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.util.function.Supplier;

/**
 * The recogniser and the detector that a server starts with.
 *
 * @param speech audio to text; whoever decodes with it closes it
 * @param detectors makes a voice detector
 */
record LoadedModels(SpeechModel speech, Supplier<VoiceDetector> detectors) {
    private static final System.Logger LOGGER = System.getLogger(LoadedModels.class.getName());
    private static final String DETECTOR_MODEL = "silero-vad";
    private static final String DETECTOR_FILE = "silero_vad_16k_sequence.onnx";

    /**
     * Loads both from the models folder. What the configuration wishes for and this server has not is a warning, and the built-in
     * model is loaded instead.
     *
     * @param closer frees the detector
     * @throws io.heliograph.server.model.ModelException in one line, if a file is missing, truncated or of another size
     */
    static LoadedModels load(Engine engine, LoadPlan wished, Closer closer) {
        SileroModel silero = closer.register(
                SileroModel.load(engine.installed(DETECTOR_MODEL).file(DETECTOR_FILE)));
        engine.lacks(wished)
                .ifPresent(reason -> LOGGER.log(WARNING, reason + ": the built-in model is loaded instead"));
        return new LoadedModels(engine.loadAtStart(wished), silero::newDetector);
    }

    /** Those that somebody brings along and closes. */
    static LoadedModels brought(SpeechModel speech, Supplier<VoiceDetector> detectors) {
        return new LoadedModels(new Borrowed(speech), detectors);
    }

    /** A model that is not ours to close. */
    private record Borrowed(SpeechModel model) implements SpeechModel {

        @Override
        public String id() {
            return model.id();
        }

        @Override
        public String weights() {
            return model.weights();
        }

        @Override
        public Recognizer newRecognizer() {
            return model.newRecognizer();
        }

        @Override
        public void close() {}
    }
}
