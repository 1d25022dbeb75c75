package io.heliograph.app.bench;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.decode.Segment;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.decode.moonshine.MoonshineRecognizer;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Partials with the little silence behind them that partials get, and with the second of silence that settled decodes get: what
 * they cost, side by side, and how well they fit the beginning of what is said. Confined to the calling thread.
 */
final class PaddingBenchmark implements Benchmark {
    private static final int FIRST_PARTIAL_SAMPLES = 12_800;
    private static final int PARTIAL_SAMPLES = 24_000;
    private static final int ROUNDS = 3;
    /** Two words or three of the prompts' partials. */
    private static final double MOST_LOST_POINTS = 0.5;

    private final Path modelFolder;
    private final Corpus corpus;

    PaddingBenchmark(Path modelFolder, Corpus corpus) {
        this.modelFolder = modelFolder;
        this.corpus = corpus;
    }

    /** What the partials of one kind came to. Confined to one thread. */
    private static final class Sum {
        private long nanos;
        private int partials;
        private WordErrors errors = WordErrors.none();

        double milliseconds() {
            return nanos / 1e6 / partials;
        }
    }

    @Override
    public List<Figure> run() {
        Map<DecodePurpose, Sum> sums = new EnumMap<>(DecodePurpose.class);
        try (MoonshineModel model = MoonshineModel.load("moonshine-tiny-en", modelFolder, Ticker.system());
                MoonshineRecognizer recognizer = model.newRecognizer()) {
            for (int round = 0; round <= ROUNDS; round++) {
                if (round == 1) {
                    sums.clear(); // what came before made the code warm
                }
                for (Corpus.Recording recording : corpus.recordings()) {
                    for (DecodePurpose purpose : DecodePurpose.values()) {
                        partials(recognizer, recording, purpose, sums.computeIfAbsent(purpose, none -> new Sum()));
                    }
                }
            }
        }
        return figures(
                sums.getOrDefault(DecodePurpose.PARTIAL, new Sum()),
                sums.getOrDefault(DecodePurpose.SETTLED, new Sum()));
    }

    private static void partials(
            MoonshineRecognizer recognizer, Corpus.Recording recording, DecodePurpose purpose, Sum sum) {
        Ticker ticker = Ticker.system();
        float[] samples = recording.samples();
        Hypothesis draft = null;
        for (int end = FIRST_PARTIAL_SAMPLES; end < samples.length; end += PARTIAL_SAMPLES) {
            AudioView audio = AudioView.of(Arrays.copyOf(samples, end));
            long begin = ticker.nanos();
            draft = recognizer.decode(
                    audio, new DecodeOptions("", "transcribe", Map.of()), purpose, draft, () -> false);
            sum.nanos += ticker.nanos() - begin;
            sum.partials++;
            String text = draft.segments().stream().map(Segment::text).collect(Collectors.joining(" "));
            sum.errors = sum.errors.plus(WordErrors.ofBeginning(recording.text(), text));
        }
    }

    private static List<Figure> figures(Sum little, Sum second) {
        return List.of(
                new Figure(
                        "partials with their own silence / with a second of it, time",
                        little.milliseconds() / second.milliseconds(),
                        "x",
                        1,
                        String.format(
                                Locale.ROOT,
                                "%.1f and %.1f ms each, %d partials",
                                little.milliseconds(),
                                second.milliseconds(),
                                little.partials)),
                new Figure(
                        "the same, word errors against the beginning that fits best",
                        little.errors.percent() - second.errors.percent(),
                        "pts",
                        MOST_LOST_POINTS,
                        String.format(
                                Locale.ROOT,
                                "%.1f and %.1f %% of %d words",
                                little.errors.percent(),
                                second.errors.percent(),
                                second.errors.words())));
    }
}
