package io.heliograph.server.control;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.slo.InMemorySloStore;
import io.heliograph.server.slo.SloEngine;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;

/** An engine whose minute never ends. */
final class SloBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-25T05:00:30Z");
    private static final long MILLI = 1_000_000L;

    private final SloEngine.Running running =
            SloEngine.start(new InMemorySloStore(), Limits.defaults(), new FakeTicker(), () -> NOW);

    SloEngine engine() {
        return running.engine();
    }

    void finals(int count, long millis) {
        for (int i = 0; i < count; i++) {
            engine().record(new ServerEvent.FinalSent(millis * MILLI, 1, 2, true));
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
