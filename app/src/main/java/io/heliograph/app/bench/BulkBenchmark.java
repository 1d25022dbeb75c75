package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.CallEnd;
import io.heliograph.app.client.Pacing;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.decode.moonshine.MoonshineRecognizer;
import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One long file in batch mode against the same model runs in a bare loop: the detector over all of it, and one settled decode per
 * utterance. By turns in one run. Confined to the calling thread.
 */
final class BulkBenchmark implements Benchmark {
    private static final double FILE_SECONDS = 600;
    private static final double SHORT_SECONDS = 20;
    private static final double LEAST_OF_BARE = 0.9;
    /** As {@link WatchedServer} starts its server, the rest being the defaults. */
    private static final EndpointRules RULES = EndpointRules.ofSeconds(0.5, 0.5, 0.3, 0.2);
    /** A chunk of 100 ms holds three windows. */
    private static final int WINDOWS_PER_RUN = 3;

    private static final Map<String, String> BATCH =
            Map.of("upload_mode", "batch", "partial", "0", "emit_final_on_vad", "1");

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();

    BulkBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        Corpus.Recording file =
                new PacedLoad(setting.corpus()).script(0, setting.isShort() ? SHORT_SECONDS : FILE_SECONDS, 0);
        Percentiles served = new Percentiles();
        Percentiles oneThread = new Percentiles();
        Percentiles allCores = new Percentiles();
        try (WatchedServer server = setting.start("max_audio_seconds_per_session: 0", "model.pool_size: 0");
                SpokenClient client = new SpokenClient(server.grpcPort());
                MoonshineModel model = MoonshineModel.load(
                        "moonshine-tiny-en", setting.models().resolve("moonshine-tiny-en"), ticker);
                SileroModel silero = SileroModel.load(
                        setting.models().resolve("silero-vad").resolve("silero_vad_16k_sequence.onnx"))) {
            float[] samples = file.samples();
            List<SpokenUtterance> utterances = utterances(silero, samples);
            serve(client, new PacedLoad(setting.corpus()).script(1, SHORT_SECONDS, 0));
            bare(model, silero, samples, utterances.subList(0, Math.min(4, utterances.size())), 1);
            double decodesBefore = WatchedServer.value(server.scrape(), "stt_decode_latency_count");
            double cpuBefore = server.cpuSeconds();
            int turns = setting.isShort() ? 1 : 3;
            for (int turn = 0; turn < turns; turn++) {
                served.add(serve(client, file));
                oneThread.add(bare(model, silero, samples, utterances, 1));
                allCores.add(bare(
                        model, silero, samples, utterances, Runtime.getRuntime().availableProcessors()));
            }
            double decodes = WatchedServer.value(server.scrape(), "stt_decode_latency_count") - decodesBefore;
            output.out(String.format(
                    Locale.ROOT,
                    "bulk: %.0f s of audio, %d utterances, %.0f decodes by the server; server %.1f s (%.0f times real time, %.1f s of processor), bare loop %.1f s on one thread, %.1f s on all cores",
                    file.seconds(),
                    utterances.size(),
                    decodes / turns,
                    served.at(50),
                    file.seconds() / served.at(50),
                    (server.cpuSeconds() - cpuBefore) / turns,
                    oneThread.at(50),
                    allCores.at(50)));
        }
        return List.of(
                ratio("one thread", served, oneThread, setting.ifSpeedIsJudged(1 / LEAST_OF_BARE)),
                ratio("all cores", served, allCores, setting.ifSpeedIsJudged(1 / LEAST_OF_BARE)));
    }

    private static Figure ratio(String threads, Percentiles served, Percentiles bare, double atMost) {
        double ratio = served.at(50) / bare.at(50);
        return new Figure(
                "bulk: time of the server / bare loop on " + threads,
                ratio,
                "x",
                atMost,
                String.format(Locale.ROOT, "%.0f %% of its speed; medians of %d turns", 100 / ratio, served.count()));
    }

    private double serve(SpokenClient client, Corpus.Recording file) throws Exception {
        SpokenTimes heard = new SpokenTimes(SpokenClient.CHUNK_SAMPLES);
        long begin = ticker.nanos();
        CallEnd end = client.stream(file, Pacing.UNPACED, BATCH, heard);
        double seconds = (ticker.nanos() - begin) / 1e9;
        if (!end.isOk()) {
            throw new IOException("the file ended as " + end);
        }
        WordErrors words = WordErrors.of(file.text(), heard.text());
        output.out(String.format(Locale.ROOT, "bulk: %.1f s, WER %.2f %%", seconds, words.percent()));
        return seconds;
    }

    private static List<SpokenUtterance> utterances(SileroModel silero, float[] samples) {
        try (VoiceDetector detector = silero.newDetector()) {
            return SpokenUtterance.in(samples, detector, RULES);
        }
    }

    /** Seconds for the file with its runs dealt out to so many threads. */
    private double bare(
            MoonshineModel model, SileroModel silero, float[] samples, List<SpokenUtterance> utterances, int count)
            throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Callable<Integer>> shares = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int share = i;
                shares.add(() -> work(model, silero, samples, utterances, share, count));
            }
            long begin = ticker.nanos();
            int decoded = 0;
            for (Future<Integer> each : threads.invokeAll(shares)) {
                decoded += each.get();
            }
            double seconds = (ticker.nanos() - begin) / 1e9;
            if (decoded != utterances.size()) {
                throw new IllegalStateException(decoded + " decodes of " + utterances.size());
            }
            return seconds;
        }
    }

    private static int work(
            MoonshineModel model,
            SileroModel silero,
            float[] samples,
            List<SpokenUtterance> utterances,
            int share,
            int count) {
        try (MoonshineRecognizer recognizer = model.newRecognizer();
                VoiceDetector detector = silero.newDetector()) {
            float[] probabilities = new float[WINDOWS_PER_RUN];
            int step = WINDOWS_PER_RUN * VoiceDetector.WINDOW_SAMPLES;
            int from = (int) ((long) samples.length * share / count);
            int to = (int) ((long) samples.length * (share + 1) / count);
            for (int at = from; at + step <= to; at += step) {
                detector.detect(samples, at, WINDOWS_PER_RUN, probabilities);
            }
            DecodeOptions options = new DecodeOptions("", "transcribe", Map.of());
            int decoded = 0;
            for (int i = share; i < utterances.size(); i += count) {
                SpokenUtterance each = utterances.get(i);
                int start = (int) Math.max(0, each.onset() - RULES.preRollSamples());
                int end = (int) Math.min(samples.length, each.lastSpeechEnd() + RULES.tailSamples());
                recognizer.decode(AudioView.of(Arrays.copyOfRange(samples, start, end)), options, null, () -> false);
                decoded++;
            }
            return decoded;
        }
    }
}
