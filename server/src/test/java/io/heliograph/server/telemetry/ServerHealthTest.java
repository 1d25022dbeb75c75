package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Limits;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ServerHealthTest {
    private final FakeHealth source = new FakeHealth();
    private final DecodeHealthWindow window =
            new DecodeHealthWindow(() -> 0L, () -> Limits.defaults().health());
    private final MetricsRecorder metrics = new MetricsRecorder(new FakeGauges(), new BuildFacts("0", "21"), () -> 0L);
    private final ServerHealth health = new ServerHealth(source, window, metrics);

    @Test
    void tellsWhatTheSourceSays() {
        metrics.record(Events.delivered(DecodeKind.SETTLED, false));
        assertEquals(new HealthReport(true, true, true, 1, 2, 0, 3, 4, 0.25, 0.25, true), health.report());
    }

    @Test
    void aPoolWithoutModelOrWorkersIsUnhealthy() {
        List<Consumer<FakeHealth>> faults = List.of(
                faulty -> faulty.modelCount = 0,
                faulty -> faulty.workerTotal = 0,
                faulty -> faulty.emptyPoolCount = 1,
                faulty -> faulty.workerShutdown = 1);
        for (Consumer<FakeHealth> fault : faults) {
            FakeHealth faulty = new FakeHealth();
            fault.accept(faulty);
            HealthReport report = new ServerHealth(faulty, window, metrics).report();
            assertFalse(report.modelPoolHealthy());
            assertFalse(report.healthy());
            assertTrue(report.grpcRunning());
        }
    }

    @Test
    void failingDecodesMakeThePoolUnhealthy() {
        for (int i = 0; i < 5; i++) {
            window.record(new ServerEvent.DecodeFailed("s", DecodeKind.PARTIAL, "boom"));
        }
        assertFalse(health.report().modelPoolHealthy());
    }

    @Test
    void aDrainingServerIsNeitherHealthyNorReady() {
        source.draining = true;
        assertFalse(health.report().healthy());
        assertFalse(health.report().grpcRunning());
        assertTrue(health.report().modelPoolHealthy());
        assertFalse(health.isReady());
    }

    @Test
    void aFullServerIsHealthyButNotReady() {
        source.admitting = false;
        assertTrue(health.report().healthy());
        assertFalse(health.isReady());
    }
}
