package io.heliograph.app.bench;

import io.heliograph.app.client.Pacing;
import io.heliograph.server.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** Any number of paced speech streams at once against one server: an open loop, partials on. Confined to one thread. */
final class PacedLoad {
    private static final int BYTES_PER_SECOND = 32_000;
    private static final double GAP_SECONDS = 1.2;
    /** Streams begin spread over this time, the spacing of partials, so that their decodes are not due together. */
    private static final double STAGGER_SECONDS = 1.5;

    private static final double GOLDEN_RATIO = 0.618_033_988_75;

    /** Silence in front of the first word, more than the pre-roll of 0.3 s, so that results tell where speech begins. */
    private static final double LEAD_SECONDS = 0.4;

    private static final Map<String, String> SPOKEN = Map.of("partial", "1", "emit_final_on_vad", "1");

    private final Corpus corpus;

    PacedLoad(Corpus corpus) {
        this.corpus = corpus;
    }

    /**
     * What came of it.
     *
     * @param streams how many
     * @param first seconds to the first result of each utterance with a second of speech
     * @param finals seconds to the final of each utterance
     * @param triggered seconds from the endpoint to the final of each utterance
     * @param words errors of all streams that ended well
     * @param failed streams that did not
     * @param partials of all streams
     * @param spokenSeconds audio of all streams
     * @param lateSeconds the most that a chunk was sent behind its time
     * @param generatorCores processors that this process had meanwhile
     */
    record Outcome(
            int streams,
            Percentiles first,
            Percentiles finals,
            Percentiles triggered,
            WordErrors words,
            int failed,
            int partials,
            double spokenSeconds,
            double lateSeconds,
            double generatorCores) {

        /** Partials for each second of audio. */
        double partialsPerSecond() {
            return spokenSeconds == 0 ? 0 : partials / spokenSeconds;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d streams: first result P50 %.0f, P99 %.0f ms (%d); final P50 %.0f, P99 %.0f ms (%d); %.2f partials/s; WER %.2f %%; %d failed; chunks at most %.0f ms late; generator %.2f cores",
                    streams,
                    first.at(50) * 1e3,
                    first.at(99) * 1e3,
                    first.count(),
                    finals.at(50) * 1e3,
                    finals.at(99) * 1e3,
                    finals.count(),
                    partialsPerSecond(),
                    words.percent(),
                    failed,
                    lateSeconds * 1e3,
                    generatorCores);
        }
    }

    /** Speaks with so many streams for at least so long. */
    Outcome run(int port, int streams, double seconds) throws Exception {
        Percentiles first = new Percentiles();
        Percentiles finals = new Percentiles();
        Percentiles triggered = new Percentiles();
        WordErrors words = WordErrors.none();
        int failed = 0;
        int partials = 0;
        long late = 0;
        double spokenSeconds = 0;
        long begin = Ticker.system().nanos();
        long cpu = cpuNanos();
        List<Callable<Spoken>> tasks = new ArrayList<>();
        try (SpokenClient client = new SpokenClient(port);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.open(Map.of()); // the channel is warm before time counts
            for (int i = 0; i < streams; i++) {
                Corpus.Recording script = script(i, seconds);
                spokenSeconds += script.seconds();
                tasks.add(() -> speak(client, script));
            }
            for (Future<Spoken> each : threads.invokeAll(tasks)) {
                Spoken spoken = each.get();
                if (!spoken.isOk()) {
                    failed++;
                    continue;
                }
                spoken.times().firstSeconds().forEach(first::add);
                spoken.times().finalSeconds().forEach(finals::add);
                spoken.times().triggeredSeconds().forEach(triggered::add);
                partials += spoken.times().partials();
                words = words.plus(
                        WordErrors.of(spoken.script().text(), spoken.times().text()));
                late = Math.max(late, spoken.times().latestSendNanos());
            }
        }
        double cores = (double) (cpuNanos() - cpu) / (Ticker.system().nanos() - begin);
        return new Outcome(
                streams, first, finals, triggered, words, failed, partials, spokenSeconds, late / 1e9, cores);
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private record Spoken(Corpus.Recording script, SpokenTimes times, boolean isOk) {}

    private static Spoken speak(SpokenClient client, Corpus.Recording script) throws Exception {
        SpokenTimes times = new SpokenTimes(SpokenClient.CHUNK_SAMPLES);
        boolean isOk = client.stream(script, Pacing.REALTIME, SPOKEN, times).isOk();
        return new Spoken(script, times, isOk);
    }

    /** What a stream of this number says in {@link #run}, whatever the number of streams: its begin is spread by the golden ratio. */
    Corpus.Recording script(int stream, double seconds) {
        return script(stream, seconds, LEAD_SECONDS + STAGGER_SECONDS * (stream * GOLDEN_RATIO % 1));
    }

    /** Recordings one after another with a pause behind each, drawn by the stream's number, behind some silence. */
    Corpus.Recording script(int stream, double seconds, double silenceSeconds) {
        RandomGenerator random = new java.util.Random(stream);
        ByteArrayOutputStream pcm = new ByteArrayOutputStream();
        pcm.writeBytes(new byte[2 * (int) (silenceSeconds * BYTES_PER_SECOND / 2)]);
        StringBuilder text = new StringBuilder();
        while (pcm.size() < seconds * BYTES_PER_SECOND) {
            Corpus.Recording next =
                    corpus.recordings().get(random.nextInt(corpus.recordings().size()));
            pcm.writeBytes(next.pcm16());
            pcm.writeBytes(new byte[(int) (GAP_SECONDS * BYTES_PER_SECOND)]);
            text.append(next.text()).append(' ');
        }
        return new Corpus.Recording("stream " + stream, text.toString(), pcm.toByteArray());
    }
}
