package io.heliograph.server;

import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.model.InstalledModel;
import io.heliograph.server.model.ModelException;
import io.heliograph.server.model.ModelFamily;
import io.heliograph.server.model.ModelProblem;
import io.heliograph.server.model.ModelStore;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The recogniser and the detector that a server starts with.
 *
 * @param speech audio to text
 * @param detectors makes a voice detector
 */
record LoadedModels(SpeechModel speech, Supplier<VoiceDetector> detectors) {
    static final String DEFAULT_SPEECH_MODEL = "moonshine-tiny-en";
    private static final String DETECTOR_MODEL = "silero-vad";
    private static final String DETECTOR_FILE = "silero_vad_16k_sequence.onnx";

    /**
     * Loads both from the models folder.
     *
     * @param closer frees them
     * @throws ModelException in one line, if a file is missing, truncated or of another size
     */
    static LoadedModels load(Path modelsFolder, Closer closer, Ticker ticker) {
        ModelStore store = new ModelStore(modelsFolder);
        InstalledModel detector = whole(store, DETECTOR_MODEL);
        InstalledModel speech = whole(store, DEFAULT_SPEECH_MODEL);
        SileroModel silero = closer.register(SileroModel.load(detector.file(DETECTOR_FILE)));
        return new LoadedModels(closer.register(speechModel(speech, ticker)), silero::newDetector);
    }

    private static SpeechModel speechModel(InstalledModel model, Ticker ticker) {
        if (model.manifest().family() == ModelFamily.MOONSHINE) {
            return MoonshineModel.load(model.id(), model.folder(), ticker);
        }
        throw new ModelException("model " + model.id() + " is of family "
                + model.manifest().family().label() + ", which recognises no speech");
    }

    /** A model whose files are all there in full; their hashes were compared when they were installed. */
    private static InstalledModel whole(ModelStore store, String id) {
        InstalledModel model = store.find(id)
                .orElseThrow(() -> new ModelException("model " + id + " is not in " + store.folder()
                        + ": fetch it with `heliograph model pull`, or name its folder with --models-dir"));
        List<ModelProblem> problems = model.glance();
        if (!problems.isEmpty()) {
            throw new ModelException("model " + id + " is damaged: "
                    + problems.getFirst().message() + ": fetch it again with `heliograph model pull`");
        }
        return model;
    }
}
