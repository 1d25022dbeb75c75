package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.CallEnd;
import io.heliograph.app.client.Pacing;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.decode.moonshine.MoonshineRecognizer;
import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One long file in batch mode against the same model runs in a bare loop: the detector over all of it, and one settled decode per
 * utterance. By turns in one run. A stream has one decode at a time, so the loop has, too. Confined to the calling thread.
 */
final class BulkBenchmark implements Benchmark {
    private static final double FILE_SECONDS = 600;
    private static final double SHORT_SECONDS = 20;
    private static final double WARM_UP_SECONDS = 120;
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
        Percentiles serial = new Percentiles();
        Percentiles beside = new Percentiles();
        try (WatchedServer server = setting.start("max_audio_seconds_per_session: 0", "model.pool_size: 0");
                SpokenClient client = new SpokenClient(server.grpcPort());
                MoonshineModel model = MoonshineModel.load(
                        "moonshine-tiny-en", setting.models().resolve("moonshine-tiny-en"), ticker);
                SileroModel silero = SileroModel.load(
                        setting.models().resolve("silero-vad").resolve("silero_vad_16k_sequence.onnx"))) {
            float[] samples = file.samples();
            List<SpokenUtterance> utterances = utterances(silero, samples);
            Bare bare = new Bare(model, silero, samples, utterances);
            // Once for the compilers.
            serve(client, setting.isShort() ? file : new PacedLoad(setting.corpus()).script(1, WARM_UP_SECONDS, 0));
            serial(new Bare(model, silero, samples, utterances.subList(0, Math.min(20, utterances.size()))));
            double decodesBefore = WatchedServer.value(server.scrape(), "stt_decode_latency_count");
            double cpuBefore = server.cpuSeconds();
            int turns = setting.isShort() ? 1 : 3;
            for (int turn = 0; turn < turns; turn++) {
                served.add(serve(client, file));
                serial.add(serial(bare));
                beside.add(beside(bare));
            }
            double decodes = WatchedServer.value(server.scrape(), "stt_decode_latency_count") - decodesBefore;
            output.out(String.format(
                    Locale.ROOT,
                    "bulk: %.0f s of audio, %d utterances, %.0f decodes by the server; server %.1f s (%.0f times real time, %.1f s of processor), bare loop %.1f s on one thread, %.1f s with the detector on another",
                    file.seconds(),
                    utterances.size(),
                    decodes / turns,
                    served.at(50),
                    file.seconds() / served.at(50),
                    (server.cpuSeconds() - cpuBefore) / turns,
                    serial.at(50),
                    beside.at(50)));
        }
        return List.of(
                ratio("one thread", served, serial, setting.ifSpeedIsJudged(1 / LEAST_OF_BARE)),
                ratio("the detector's and the decodes' thread", served, beside, Double.POSITIVE_INFINITY));
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

    /** Seconds for all runs one after the other. */
    private double serial(Bare bare) {
        long begin = ticker.nanos();
        bare.detect();
        bare.decode();
        return (ticker.nanos() - begin) / 1e9;
    }

    /** Seconds with the detector on a thread of its own: the most that one decode at a time allows. */
    private double beside(Bare bare) throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            long begin = ticker.nanos();
            Future<?> detector = thread.submit(bare::detect);
            bare.decode();
            detector.get();
            return (ticker.nanos() - begin) / 1e9;
        }
    }

    /** The model runs that a file needs. Each of the two may run on a thread of its own. */
    private static final class Bare {
        private final MoonshineModel model;
        private final SileroModel silero;
        private final float[] samples;
        private final List<SpokenUtterance> utterances;

        Bare(MoonshineModel model, SileroModel silero, float[] samples, List<SpokenUtterance> utterances) {
            this.model = model;
            this.silero = silero;
            this.samples = samples;
            this.utterances = utterances;
        }

        void detect() {
            try (VoiceDetector detector = silero.newDetector()) {
                float[] probabilities = new float[WINDOWS_PER_RUN];
                int step = WINDOWS_PER_RUN * VoiceDetector.WINDOW_SAMPLES;
                for (int at = 0; at + step <= samples.length; at += step) {
                    detector.detect(samples, at, WINDOWS_PER_RUN, probabilities);
                }
            }
        }

        void decode() {
            DecodeOptions options = new DecodeOptions("", "transcribe", Map.of());
            try (MoonshineRecognizer recognizer = model.newRecognizer()) {
                for (SpokenUtterance each : utterances) {
                    int start = (int) Math.max(0, each.onset() - RULES.preRollSamples());
                    int end = (int) Math.min(samples.length, each.lastSpeechEnd() + RULES.tailSamples());
                    recognizer.decode(
                            AudioView.of(Arrays.copyOfRange(samples, start, end)),
                            options,
                            DecodePurpose.SETTLED,
                            null,
                            () -> false);
                }
            }
        }
    }
}
