package io.heliograph.app.bench;

import io.heliograph.app.client.Pacing;
import io.heliograph.server.SttServer;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.Segment;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.decode.moonshine.MoonshineRecognizer;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Word error rates over the same recordings three ways: the bare model on each whole recording (which hears a second of digital
 * silence behind it), through gRPC as fast as it goes, and through gRPC as it is spoken.
 */
final class AccuracyBenchmark implements Benchmark {
    /** Recordings spoken at the same time: few enough that two cores keep up. */
    private static final int SPEAKERS = 6;

    private static final Map<String, String> WHOLE = Map.of("upload_mode", "batch");
    private static final Map<String, String> SPOKEN = Map.of("partial", "1", "emit_final_on_vad", "1");

    private final Path modelsFolder;
    private final Corpus corpus;

    AccuracyBenchmark(Path modelsFolder, Corpus corpus) {
        this.modelsFolder = modelsFolder;
        this.corpus = corpus;
    }

    @Override
    public List<Figure> run() throws Exception {
        WordErrors bare = bareModel();
        WordErrors whole;
        WordErrors spoken;
        try (SttServer server = BenchServer.start(modelsFolder, event -> {});
                SpokenClient client = new SpokenClient(server.grpcPort())) {
            whole = throughServer(client, Pacing.UNPACED, WHOLE);
            spoken = throughServer(client, Pacing.REALTIME, SPOKEN);
        }
        String detail = "%s: %d words, bare %.2f %%, whole %.2f %%, spoken %.2f %%"
                .formatted(corpus.origin(), bare.words(), bare.percent(), whole.percent(), spoken.percent());
        return List.of(
                new Figure(
                        "WER spoken at real time - whole file", spoken.percent() - whole.percent(), "pts", 0.5, detail),
                new Figure(
                        "WER whole file, distance from the bare model",
                        Math.abs(whole.percent() - bare.percent()),
                        "pts",
                        0.3,
                        detail));
    }

    private WordErrors bareModel() {
        WordErrors errors = WordErrors.none();
        try (MoonshineModel model =
                        MoonshineModel.load("bare", modelsFolder.resolve("moonshine-tiny-en"), Ticker.system());
                MoonshineRecognizer recognizer = model.newRecognizer()) {
            for (Corpus.Recording recording : corpus.recordings()) {
                String text = recognizer
                        .decode(
                                AudioView.of(recording.samples()),
                                new DecodeOptions("", "transcribe", Map.of()),
                                DecodePurpose.SETTLED,
                                null,
                                () -> false)
                        .segments()
                        .stream()
                        .map(Segment::text)
                        .collect(Collectors.joining(" "));
                errors = errors.plus(WordErrors.of(recording.text(), text));
            }
        }
        return errors;
    }

    private WordErrors throughServer(SpokenClient client, Pacing pacing, Map<String, String> attributes)
            throws Exception {
        List<Callable<WordErrors>> tasks = new ArrayList<>();
        for (Corpus.Recording recording : corpus.recordings()) {
            tasks.add(() -> WordErrors.of(recording.text(), client.recognize(recording, pacing, attributes)));
        }
        WordErrors errors = WordErrors.none();
        try (ExecutorService speakers = Executors.newFixedThreadPool(SPEAKERS)) {
            for (Future<WordErrors> each : speakers.invokeAll(tasks)) {
                errors = errors.plus(each.get());
            }
        }
        return errors;
    }
}
