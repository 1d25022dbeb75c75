package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.CallEnd;
import io.heliograph.app.client.Pacing;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The memory of a stream at its largest: speech in which no pause ends an utterance, until the buffer of 20 s is full and must be
 * split. Confined to the calling thread.
 */
final class StreamMemory implements Benchmark {
    private static final double MOST_MEGABYTES = 2;
    private static final double MEGABYTES = 1.048576;
    /** The shipped {@code max_buffer_sec}. */
    private static final double BUFFER_SECONDS = 20;

    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Without partials the models have time for many streams of so long utterances. */
    private static final Map<String, String> SPOKEN = Map.of("partial", "0", "emit_final_on_vad", "1");

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    StreamMemory(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        int streams = setting.isShort() ? 4 : 20;
        double seconds = setting.isShort() ? 3 : BUFFER_SECONDS + 8;
        try (WatchedServer server = setting.start(
                        "max_sessions: 0",
                        "vad.silence: 60",
                        "max_buffer_sec: " + BUFFER_SECONDS,
                        "model.pool_size: 0");
                SpokenClient client = new SpokenClient(server.grpcPort());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            JavaMemory memory = server.memory();
            // The same once before: what the workers take for decodes of 20 s, all at once, belongs to no stream.
            speak(client, threads, streams, seconds).forEach(StreamMemory::requireOk);
            double aliveBefore = memory.aliveMegabytes() * MEGABYTES;
            double before = residentMegabytes(server);
            double heapBefore = memory.residentHeapMegabytes() * MEGABYTES;
            List<Future<CallEnd>> calls = speak(client, threads, streams, seconds);
            double most = before;
            double collected = Double.NaN;
            double alive = Double.NaN;
            double heap = Double.NaN;
            double bufferedThen = 0;
            long begin = ticker.nanos();
            double fullSeconds = Math.min(BUFFER_SECONDS, seconds) - 2;
            while (!calls.stream().allMatch(Future::isDone)) {
                most = Math.max(most, residentMegabytes(server));
                if (Double.isNaN(collected) && ticker.nanos() - begin > fullSeconds * 1e9) {
                    bufferedThen = WatchedServer.value(server.scrape(), "stt_buffer_bytes_total") / 1e6;
                    alive = memory.aliveMegabytes() * MEGABYTES;
                    collected = residentMegabytes(server);
                    heap = memory.residentHeapMegabytes() * MEGABYTES;
                }
                pause.until(ticker.nanos() + SAMPLE_NANOS);
            }
            calls.forEach(StreamMemory::requireOk);
            output.out(String.format(
                    Locale.ROOT,
                    "memory: %d streams, %.2f MB buffered per stream; resident %.0f MB before, %.0f with all of them, collected, %.0f at most",
                    streams,
                    bufferedThen / streams,
                    before,
                    collected,
                    most));
            String detail = "%d streams, buffers of %.0f s nearly full".formatted(streams, fullSeconds);
            return List.of(
                    new Figure(
                            "resident memory per stream with speech, after a full collection",
                            (collected - before) / streams,
                            "MB",
                            setting.ifSpeedIsJudged(MOST_MEGABYTES),
                            detail),
                    new Figure(
                            "of it alive on the Java heap",
                            (alive - aliveBefore) / streams,
                            "MB",
                            Double.POSITIVE_INFINITY,
                            "the rest is room that heap and models' allocator keep"),
                    new Figure(
                            "of it resident on the Java heap",
                            (heap - heapBefore) / streams,
                            "MB",
                            Double.POSITIVE_INFINITY,
                            String.format(Locale.ROOT, "%.0f MB before, %.0f with all of them", heapBefore, heap)),
                    new Figure(
                            "the same at most, garbage included",
                            (most - before) / streams,
                            "MB",
                            Double.POSITIVE_INFINITY,
                            "the heap takes what -Xmx lets it have before it collects"));
        }
    }

    private static double residentMegabytes(WatchedServer server) throws IOException {
        return server.residentMebibytes() * MEGABYTES;
    }

    private List<Future<CallEnd>> speak(SpokenClient client, ExecutorService threads, int streams, double seconds) {
        PacedLoad load = new PacedLoad(setting.corpus());
        List<Future<CallEnd>> calls = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            Corpus.Recording script = load.script(i, seconds, 1.0 * i / streams);
            calls.add(threads.submit(
                    () -> client.stream(script, Pacing.REALTIME, SPOKEN, new SpokenTimes(SpokenClient.CHUNK_SAMPLES))));
        }
        return calls;
    }

    private static void requireOk(Future<CallEnd> call) {
        try {
            CallEnd end = call.get(2, TimeUnit.MINUTES);
            if (!end.isOk()) {
                throw new IOException("a stream ended as " + end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (IOException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }
}
