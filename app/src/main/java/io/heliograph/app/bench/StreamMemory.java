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
final class StreamMemory {
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

    List<Figure> figures() throws Exception {
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
            speak(client, threads, 2, setting.isShort() ? 2 : 10).forEach(StreamMemory::requireOk);
            double aliveBefore = memory.aliveMegabytes() * MEGABYTES;
            double before = server.residentMebibytes() * MEGABYTES;
            List<Future<CallEnd>> calls = speak(client, threads, streams, seconds);
            double most = before;
            double mostBuffered = 0;
            long begin = ticker.nanos();
            while (!calls.stream().allMatch(Future::isDone)) {
                most = Math.max(most, server.residentMebibytes() * MEGABYTES);
                mostBuffered = Math.max(mostBuffered, WatchedServer.value(server.scrape(), "stt_buffer_bytes_total"));
                pause.until(ticker.nanos() + SAMPLE_NANOS);
            }
            output.out(String.format(
                    Locale.ROOT,
                    "memory: %d streams for %.0f s, at most %.2f MB buffered per stream; resident %.0f MB before, %.0f at most",
                    streams,
                    (ticker.nanos() - begin) / 1e9,
                    mostBuffered / 1e6 / streams,
                    before,
                    most));
            calls.forEach(StreamMemory::requireOk);
            double aliveAfter = memory.aliveMegabytes() * MEGABYTES;
            return List.of(
                    new Figure(
                            "resident memory per stream with speech, garbage included",
                            (most - before) / streams,
                            "MB",
                            setting.ifSpeedIsJudged(MOST_MEGABYTES),
                            "%d streams, buffers of %.0f s".formatted(streams, BUFFER_SECONDS)),
                    new Figure(
                            "heap alive after a full collection, streams gone, more than before",
                            (aliveAfter - aliveBefore) / streams,
                            "MB",
                            setting.ifSpeedIsJudged(MOST_MEGABYTES),
                            String.format(
                                    Locale.ROOT, "per stream; %.1f MB before, %.1f after", aliveBefore, aliveAfter)));
        }
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
