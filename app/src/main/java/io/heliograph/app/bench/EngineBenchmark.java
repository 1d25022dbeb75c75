package io.heliograph.app.bench;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.decode.moonshine.MoonshineRecognizer;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The engine alone, on one thread. Two questions: how much time a whole decode takes beyond the runs of the graphs inside it, and
 * how much decoder time a draft saves when a partial is decoded after every second of an utterance. Both are ratios of times taken
 * side by side, so that a busy machine does not decide them.
 */
final class EngineBenchmark implements Benchmark {
    private static final int SAMPLES_PER_SECOND = 16_000;
    private static final int ROUNDS = 3;

    private final Path modelFolder;
    private final List<Corpus.Recording> recordings;

    EngineBenchmark(Path modelFolder, List<Corpus.Recording> recordings) {
        this.modelFolder = modelFolder;
        this.recordings = recordings;
    }

    @Override
    public List<Figure> run() {
        try (MoonshineModel model = MoonshineModel.load("moonshine-tiny-en", modelFolder, Ticker.system());
                MoonshineRecognizer recognizer = model.newRecognizer()) {
            wholeDecodes(recognizer);
            Figure overhead = wholeDecodes(recognizer);
            return List.of(overhead, partials(recognizer));
        }
    }

    private Figure wholeDecodes(MoonshineRecognizer recognizer) {
        Ticker ticker = Ticker.system();
        long whole = 0;
        long inside = 0;
        int decodes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Corpus.Recording recording : recordings) {
                AudioView audio = AudioView.of(recording.samples());
                long insideBefore = recognizer.encoderNanos() + recognizer.decoderNanos();
                long start = ticker.nanos();
                recognizer.decode(audio, options(), DecodePurpose.SETTLED, null, () -> false);
                whole += ticker.nanos() - start;
                inside += recognizer.encoderNanos() + recognizer.decoderNanos() - insideBefore;
                decodes++;
            }
        }
        return new Figure(
                "whole decode / model runs inside it",
                (double) whole / inside,
                "x",
                1.10,
                "%d decodes, %.1f ms each".formatted(decodes, whole / 1e6 / decodes));
    }

    private Figure partials(MoonshineRecognizer recognizer) {
        long with = 0;
        long without = 0;
        long firstOnes = 0;
        int partials = 0;
        int different = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Corpus.Recording recording : recordings) {
                Hypothesis previous = null;
                float[] samples = recording.samples();
                for (int end = SAMPLES_PER_SECOND; end <= samples.length; end += SAMPLES_PER_SECOND) {
                    AudioView audio = AudioView.of(Arrays.copyOf(samples, end));
                    long before = recognizer.decoderNanos();
                    Hypothesis plain = recognizer.decode(audio, options(), DecodePurpose.PARTIAL, null, () -> false);
                    long between = recognizer.decoderNanos();
                    Hypothesis drafted =
                            recognizer.decode(audio, options(), DecodePurpose.PARTIAL, previous, () -> false);
                    long after = recognizer.decoderNanos();
                    if (previous == null) {
                        firstOnes += between - before;
                    } else {
                        without += between - before;
                        with += after - between;
                        partials++;
                        different += plain.segments().equals(drafted.segments()) ? 0 : 1;
                    }
                    previous = drafted;
                }
            }
        }
        long[] tokens = recognizer.draftTokens();
        return new Figure(
                "decoder time of partials with draft / without",
                (double) with / without,
                "x",
                0.6,
                "%d partials, %d texts differ, %d of %d draft tokens kept; with first partials, which have no draft: %.3f"
                        .formatted(
                                partials,
                                different,
                                tokens[1],
                                tokens[0],
                                (double) (with + firstOnes) / (without + firstOnes)));
    }

    private static DecodeOptions options() {
        return new DecodeOptions("", "transcribe", Map.of());
    }
}
