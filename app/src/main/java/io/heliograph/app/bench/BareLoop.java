package io.heliograph.app.bench;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.decode.moonshine.MoonshineRecognizer;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The bound that no server can pass: exactly the model runs that paced streams need, on all cores, and nothing else. Per recording
 * and the pause behind it: the detector over all of it, the partials that fall due with their drafts, and the final. Immutable.
 */
final class BareLoop {
    private static final int SAMPLES_PER_SECOND = 16_000;
    private static final int GAP_SAMPLES = 19_200;
    private static final int FIRST_PARTIAL_SAMPLES = 8_000;
    /** A chunk of 100 ms holds three windows. */
    private static final int WINDOWS_PER_RUN = 3;

    private final Path modelsFolder;
    private final Corpus corpus;
    private final int partialSamples;

    /** @param partialSeconds from one partial to the next, above 0 */
    BareLoop(Path modelsFolder, Corpus corpus, double partialSeconds) {
        this.modelsFolder = modelsFolder;
        this.corpus = corpus;
        this.partialSamples = (int) Math.round(partialSeconds * SAMPLES_PER_SECOND);
    }

    /** Streams that the machine's models could carry: seconds of audio worked through per second. */
    double streams(double seconds) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (MoonshineModel model = MoonshineModel.load(
                        "moonshine-tiny-en", modelsFolder.resolve("moonshine-tiny-en"), Ticker.system());
                SileroModel silero =
                        SileroModel.load(modelsFolder.resolve("silero-vad").resolve("silero_vad_16k_sequence.onnx"));
                ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            List<Callable<Double>> tasks = new ArrayList<>();
            for (int core = 0; core < cores; core++) {
                int first = core;
                tasks.add(() -> work(model, silero, first, seconds));
            }
            double sum = 0;
            for (Future<Double> each : threads.invokeAll(tasks)) {
                sum += each.get();
            }
            return sum;
        }
    }

    /** Audio seconds per second on one core; the first round warms up and does not count. */
    private double work(MoonshineModel model, SileroModel silero, int first, double seconds) {
        Ticker ticker = Ticker.system();
        try (MoonshineRecognizer recognizer = model.newRecognizer();
                VoiceDetector detector = silero.newDetector()) {
            int index = first;
            for (int i = 0; i < 2; i++) {
                one(recognizer, detector, index++);
            }
            double audio = 0;
            long start = ticker.nanos();
            while (ticker.nanos() - start < seconds * 1e9) {
                audio += one(recognizer, detector, index++);
            }
            return audio / ((ticker.nanos() - start) / 1e9);
        }
    }

    private double one(MoonshineRecognizer recognizer, VoiceDetector detector, int index) {
        float[] samples =
                corpus.recordings().get(index % corpus.recordings().size()).samples();
        float[] heard = Arrays.copyOf(samples, samples.length + GAP_SAMPLES);
        float[] probabilities = new float[WINDOWS_PER_RUN];
        int step = WINDOWS_PER_RUN * VoiceDetector.WINDOW_SAMPLES;
        for (int at = 0; at + step <= heard.length; at += step) {
            detector.detect(heard, at, WINDOWS_PER_RUN, probabilities);
        }
        DecodeOptions options = new DecodeOptions("", "transcribe", Map.of());
        Hypothesis draft = null;
        for (int end = FIRST_PARTIAL_SAMPLES; end < samples.length; end += partialSamples) {
            draft = recognizer.decode(
                    AudioView.of(Arrays.copyOf(samples, end)), options, DecodePurpose.PARTIAL, draft, () -> false);
        }
        recognizer.decode(AudioView.of(samples), options, DecodePurpose.SETTLED, null, () -> false);
        return (double) heard.length / SAMPLES_PER_SECOND;
    }
}
