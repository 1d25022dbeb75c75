package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Thousands of short sessions that end in every way there is: nothing of them may stay behind. */
final class ChurnBenchmark implements Benchmark {
    private static final int SHORT_SESSIONS = 600;
    private static final int WORKERS = 16;
    /** Threads and descriptors are compared with what they are once all pools have been used. */
    private static final int WARM_UP_SESSIONS = 300;
    /** Connections and pool threads leave a little after the sessions they served. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** So many looks in a row must show the same numbers. */
    private static final int SAME_LOOKS = 6;

    /** A silent peer is found after keep-alive time and timeout, 10 s and 2 s here; its release takes 5 s more at most. */
    private static final int REST_SECONDS = 65;

    private static final int TOLERANCE = 2;

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final List<HeldStream> silent = new CopyOnWriteArrayList<>();

    ChurnBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        int sessions = setting.isShort() ? SHORT_SESSIONS : setting.sessions();
        try (WatchedServer server = setting.start(
                "max_sessions: 0",
                "grpc_keepalive_time_sec: 10",
                "grpc_keepalive_timeout_sec: 2",
                "session_start_timeout_sec: 5")) {
            churn(server, Math.min(WARM_UP_SESSIONS, sessions / 4));
            awaitRest(server);
            long threads = server.threads();
            long descriptors = server.descriptors();
            double megabytes = server.residentMebibytes();
            long begin = ticker.nanos();
            Map<String, Integer> wrong = churn(server, sessions);
            double seconds = (ticker.nanos() - begin) / 1e9;
            awaitRest(server);
            double restSeconds = (ticker.nanos() - begin) / 1e9 - seconds;
            output.out(String.format(
                    Locale.ROOT,
                    "churn: %d sessions in %.1f s (%.0f/s), at rest %.1f s later; %.1f to %.1f MiB resident",
                    sessions,
                    seconds,
                    sessions / seconds,
                    restSeconds,
                    megabytes,
                    server.residentMebibytes()));
            return List.of(
                    new Figure(
                            "threads beyond the start", server.threads() - threads, "", TOLERANCE, "from " + threads),
                    new Figure(
                            "descriptors beyond the start",
                            server.descriptors() - descriptors,
                            "",
                            TOLERANCE,
                            "from " + descriptors),
                    new Figure("sum of all gauges afterwards", server.gauges(), "", 0, ""),
                    new Figure(
                            "sessions that ended in another way than planned",
                            wrong.values().stream().mapToInt(Integer::intValue).sum(),
                            "",
                            0,
                            wrong.toString()));
        }
    }

    /** Runs so many; gives by way and end how many went wrong. */
    private Map<String, Integer> churn(WatchedServer server, int sessions) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Callable<Map<String, Integer>>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(() -> {
                Map<String, Integer> wrong = new TreeMap<>();
                try (ShortSession session =
                        new ShortSession(server.grpcPort(), setting.recording(0).pcm16(), silent)) {
                    for (int number = next.getAndIncrement(); number < sessions; number = next.getAndIncrement()) {
                        ShortSession.Way way = ShortSession.Way.of(number);
                        session.run(way).ifPresent(end -> wrong.merge(way + " ended as " + end, 1, Integer::sum));
                    }
                }
                return wrong;
            });
        }
        Map<String, Integer> wrong = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Map<String, Integer>> each : threads.invokeAll(workers)) {
                each.get().forEach((way, count) -> wrong.merge(way, count, Integer::sum));
            }
        }
        return wrong;
    }

    /** Waits until all gauges are 0; if they are not in time, the figures tell. */
    private void awaitRest(WatchedServer server) throws Exception {
        long deadline = ticker.nanos() + TimeUnit.SECONDS.toNanos(REST_SECONDS);
        while (server.gauges() > 0 && ticker.nanos() < deadline) {
            Pause.parking(ticker).until(ticker.nanos() + LOOK_NANOS);
        }
        for (HeldStream each : silent) {
            each.close();
        }
        silent.clear();
        settle(server);
    }

    /** Waits until threads and descriptors have stayed the same for a while, at most until they must have left. */
    private void settle(WatchedServer server) throws Exception {
        long deadline = ticker.nanos() + SETTLE_NANOS;
        long before = -1;
        for (int same = 0; same < SAME_LOOKS && ticker.nanos() < deadline; ) {
            Pause.parking(ticker).until(ticker.nanos() + LOOK_NANOS);
            long now = server.threads() + server.descriptors();
            same = now == before ? same + 1 : 0;
            before = now;
        }
    }
}
