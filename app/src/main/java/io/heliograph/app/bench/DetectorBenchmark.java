package io.heliograph.app.bench;

import io.heliograph.server.decode.onnx.OnnxModel;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a window of the detector costs, one thread, by turns: alone in a run, with the other windows of its chunk as the server does
 * it, and beside windows of other streams. Confined to the calling thread.
 */
final class DetectorBenchmark implements Benchmark {
    private static final int ROUNDS = 7;
    private static final int WINDOWS_PER_TURN = 2_400;
    /** A chunk of 100 ms holds three windows. */
    private static final int CHUNK_WINDOWS = 3;

    private static final double WINDOWS_PER_SECOND = 16_000.0 / VoiceDetector.WINDOW_SAMPLES;

    private final Path folder;
    private final float[] samples;

    /** @param folder of the detector's files */
    DetectorBenchmark(Path folder, Corpus corpus) {
        this.folder = folder;
        this.samples = firstWindows(corpus, WINDOWS_PER_TURN);
    }

    /** Judges {@link #WINDOWS_PER_TURN} windows in one of the ways. */
    private interface Way {
        void turn();
    }

    @Override
    public List<Figure> run() {
        try (SileroModel sequence = SileroModel.load(folder.resolve("silero_vad_16k_sequence.onnx"));
                VoiceDetector detector = sequence.newDetector();
                OnnxModel stepwise = OnnxModel.load("silero-vad", folder.resolve("silero_vad_16k_op15.onnx"))) {
            double[] micros = micros(List.of(
                    inRuns(detector, 1),
                    inRuns(detector, CHUNK_WINDOWS),
                    sideBySide(stepwise, 4),
                    sideBySide(stepwise, 16)));
            return List.of(
                    told("one window a run", micros[0]),
                    told("a chunk's three windows in one run, per window", micros[1]),
                    told("windows of 4 streams in one run, per window", micros[2]),
                    told("windows of 16 streams in one run, per window", micros[3]),
                    new Figure(
                            "a chunk's windows in one run / one by one",
                            micros[1] / micros[0],
                            "x",
                            1,
                            "the server takes a chunk's windows together"),
                    new Figure(
                            "windows of 16 streams in one run / a chunk's",
                            micros[3] / micros[1],
                            "x",
                            Double.POSITIVE_INFINITY,
                            String.format(
                                    Locale.ROOT,
                                    "would save %.3f %% of a core per stream",
                                    share(micros[1]) - share(micros[3]))));
        }
    }

    private static Figure told(String name, double micros) {
        return new Figure(
                name,
                micros,
                "us",
                Double.POSITIVE_INFINITY,
                String.format(Locale.ROOT, "%.3f %% of a core per stream", share(micros)));
    }

    /** Of a core, percent, if a window takes so long. */
    private static double share(double micros) {
        return micros * WINDOWS_PER_SECOND / 1e4;
    }

    /** Per window, median of the rounds; the first round warms up and does not count. */
    private static double[] micros(List<Way> ways) {
        Ticker ticker = Ticker.system();
        List<Percentiles> times = ways.stream().map(way -> new Percentiles()).toList();
        for (int round = 0; round <= ROUNDS; round++) {
            for (int i = 0; i < ways.size(); i++) {
                long begin = ticker.nanos();
                ways.get(i).turn();
                if (round > 0) {
                    times.get(i).add((ticker.nanos() - begin) / 1e3 / WINDOWS_PER_TURN);
                }
            }
        }
        return times.stream().mapToDouble(each -> each.at(50)).toArray();
    }

    private Way inRuns(VoiceDetector detector, int windows) {
        float[] probabilities = new float[windows];
        return () -> {
            detector.reset();
            for (int done = 0; done < WINDOWS_PER_TURN; done += windows) {
                detector.detect(samples, done * VoiceDetector.WINDOW_SAMPLES, windows, probabilities);
            }
        };
    }

    /** As many streams as rows, each a part of the audio. */
    private Way sideBySide(OnnxModel graph, int streams) {
        SideBySideDetector detector = new SideBySideDetector(graph, streams);
        int each = WINDOWS_PER_TURN / streams;
        return () -> {
            detector.reset();
            for (int window = 0; window < each; window++) {
                for (int stream = 0; stream < streams; stream++) {
                    detector.put(stream, samples, (stream * each + window) * VoiceDetector.WINDOW_SAMPLES);
                }
                detector.run();
            }
        };
    }

    /** The recordings one after another, again from the first if they are too short. */
    private static float[] firstWindows(Corpus corpus, int windows) {
        float[] all = new float[windows * VoiceDetector.WINDOW_SAMPLES];
        int filled = 0;
        for (int i = 0; filled < all.length; i++) {
            float[] next =
                    corpus.recordings().get(i % corpus.recordings().size()).samples();
            int count = Math.min(next.length, all.length - filled);
            System.arraycopy(next, 0, all, filled, count);
            filled += count;
        }
        return all;
    }
}
