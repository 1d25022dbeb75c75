package io.heliograph.server.slo;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** An engine on clocks that the test moves. */
final class SloFixture {
    static final long MILLI = 1_000_000L;

    /** 25 November 2026, 05:00 UTC: the start of an hour. */
    static final long START_SEC = 1_795_582_800L;

    final FakeTicker ticker = new FakeTicker();
    final AtomicLong wallMillis = new AtomicLong(START_SEC * 1_000);
    final SloStore store;
    SloEngine engine;

    SloFixture() {
        this(new InMemorySloStore());
    }

    SloFixture(SloStore store) {
        this.store = store;
        engine = start();
    }

    private SloEngine start() {
        SloEngine started =
                new SloEngine(store, Limits.defaults(), ticker, () -> Instant.ofEpochMilli(wallMillis.get()));
        started.keep();
        return started;
    }

    /** Both clocks go on, and the engine notices. */
    void pass(long seconds) {
        ticker.advanceMillis(seconds * 1_000);
        wallMillis.addAndGet(seconds * 1_000);
        engine.tick();
        engine.keep();
    }

    long minute() {
        return wallMillis.get() / 60_000;
    }

    /** A new process on the same store. */
    void restart(boolean isKilled) {
        if (!isKilled) {
            engine.close();
        }
        engine = start();
    }

    void finalAfter(long millis) {
        engine.record(new ServerEvent.FinalSent(millis * MILLI, 1, 2, true));
    }

    void firstResultAfter(long millis) {
        engine.record(new ServerEvent.FirstResultSent(millis * MILLI, 2, true));
    }

    void call(RpcMethod method, StatusName status, long millis) {
        engine.record(new ServerEvent.RpcEnded(method, status, null, "", "s", "c", millis * MILLI, false));
    }

    SloReport.ObjectiveReport report(Sli sli) {
        return engine.report().objectives().stream()
                .filter(each -> each.objective().sli() == sli)
                .findFirst()
                .orElseThrow();
    }

    SloReport.WindowReport window(Sli sli, String name) {
        return report(sli).windows().stream()
                .filter(each -> each.counts().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
