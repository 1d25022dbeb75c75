package io.heliograph.server.slo;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.store.SloTables;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A process of its own that counts minute after minute, as fast as its disk allows, and then waits for whoever kills it. */
final class CountingProcess {
    /** So few that none of them is too old to be kept as a minute. */
    private static final int MINUTES = 60;

    private CountingProcess() {}

    /** Finals in a minute. */
    static int finals(long minute) {
        return 1 + (int) (minute % 7);
    }

    /** Arguments: JDBC URL, first minute. Prints, whenever that moves, up to which second everything is saved. */
    public static void main(String[] args) throws InterruptedException {
        AtomicLong wallMillis = new AtomicLong(Long.parseLong(args[1]) * 60_000);
        FakeTicker ticker = new FakeTicker();
        SloEngine engine = new SloEngine(
                new SloTables(new SharedDatabase(() -> Database.open(args[0], "sa", ""), ticker)),
                Limits.defaults(),
                ticker,
                () -> Instant.ofEpochMilli(wallMillis.get()));
        Instant told = Instant.EPOCH;
        for (int i = 0; i < MINUTES; i++) {
            for (int k = 0; k < finals(wallMillis.get() / 60_000); k++) {
                engine.record(new ServerEvent.FinalSent(1, 1, 2, true));
            }
            ticker.advanceMillis(60_000);
            wallMillis.addAndGet(60_000);
            engine.tick();
            engine.keep();
            Instant saved = engine.report().state().savedUntil().orElse(told);
            if (saved.isAfter(told)) {
                told = saved;
                System.out.println(saved.getEpochSecond());
            }
        }
        new CountDownLatch(1).await();
    }
}
