package io.heliograph.app.bench;

import io.heliograph.server.SttServer;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.LogConfig;
import io.heliograph.server.telemetry.LogLevel;
import io.heliograph.server.telemetry.LogSetup;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What recording costs the thread on which something happens, making the event included: through the hub of a real server to
 * everything that it records with. Confined to one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventRecordingBenchmark {
    /** More than the ten thousand loops after which the virtual machine compiles with all it knows. */
    private static final int MIXED_EVENTS = 200_000;

    /** What is recorded. */
    @Param
    public EventKind kind = EventKind.RESULT_SENT;

    private @Nullable LogSetup log;
    private @Nullable SttServer server;
    private EventSink sink = event -> {};
    private long number;

    /** Starts a server, and lets it record all kinds: what is compiled for one kind alone is not what a server runs. */
    @Setup
    public void start() throws IOException {
        log = LogSetup.install(LogConfig.of(LogLevel.WARN, null));
        SttServer started = BenchServer.start(ModelsFolder.standard(), event -> {});
        server = started;
        sink = started.events();
        // Of a stream that nobody knows, less would be recorded.
        sink.record(EventKind.streamStarted());
        for (int i = 0; i < MIXED_EVENTS; i++) {
            for (EventKind each : EventKind.values()) {
                sink.record(each.event(i));
            }
        }
    }

    /** Recording moves counters that are read later: no compiler can leave it out. */
    @Benchmark
    public void record() {
        sink.record(kind.event(number++));
    }

    /** Stops the server. */
    @TearDown
    public void stop() {
        if (server != null) {
            server.close();
        }
        if (log != null) {
            log.close();
        }
    }
}
