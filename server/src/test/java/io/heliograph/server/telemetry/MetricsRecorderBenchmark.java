package io.heliograph.server.telemetry;

import com.sun.management.ThreadMXBean;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.time.Ticker;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an event costs its thread, and a scrape its own: nanoseconds and bytes, best of ten rounds on one thread.
 *
 * <p>Intel Xeon, 2 cores shared with other work, Temurin 25.0.3, November 2026: decode delivered 147 ns, result sent 9 ns, call
 * ended 32 ns, final sent 33 ns, rate limited 28 ns, 0 bytes each; text scrape 136 µs and 286 kB, JSON scrape 141 µs and 185 kB.
 */
public final class MetricsRecorderBenchmark {
    private static final int ROUNDS = 10;
    private static final int EVENTS = 1_000_000;
    private static final int SCRAPES = 500;

    private MetricsRecorderBenchmark() {}

    public static void main(String[] args) {
        MetricsRecorder metrics = new MetricsRecorder(new FakeGauges(), new BuildFacts("0.1.0", "21"), Ticker.system());
        Map<String, ServerEvent> events = new LinkedHashMap<>();
        events.put("decode delivered", Events.delivered(DecodeKind.PARTIAL, false));
        events.put("result sent", new ServerEvent.ResultSent(true));
        events.put("call ended", Events.rpc(RpcMethod.CREATE_SESSION, StatusName.OK, null, 5));
        events.put("final sent", new ServerEvent.FinalSent(1, 1, 1, true));
        events.put("rate limited", new ServerEvent.RateLimited(RateScope.STREAM, "508cc0fe26185d71"));
        events.forEach((name, event) -> measure(name, EVENTS, metrics, recorder -> recorder.record(event)));
        measure("text scrape", SCRAPES, metrics, recorder -> PrometheusText.of(recorder.snapshot()));
        measure("JSON scrape", SCRAPES, metrics, recorder -> MetricsJson.of(recorder.snapshot()));
    }

    private static void measure(String name, int times, MetricsRecorder metrics, Consumer<MetricsRecorder> action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Ticker ticker = Ticker.system();
        double nanos = Double.MAX_VALUE;
        double bytes = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long nanosBefore = ticker.nanos();
            for (int i = 0; i < times; i++) {
                action.accept(metrics);
            }
            nanos = Math.min(nanos, (double) (ticker.nanos() - nanosBefore) / times);
            bytes = Math.min(bytes, (double) (threads.getCurrentThreadAllocatedBytes() - bytesBefore) / times);
        }
        System.out.printf("%-18s %10.1f ns %10.1f bytes%n", name, nanos, bytes);
    }
}
