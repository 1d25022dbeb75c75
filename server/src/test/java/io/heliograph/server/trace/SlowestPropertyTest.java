package io.heliograph.server.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The slowest of an hour and of a day are those of a naive recount, however time passes. */
final class SlowestPropertyTest {

    private record Heard(long millis, long latencyMillis) {}

    @Property(tries = 200)
    void theSlowestAreThoseOfARecount(
            @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 0, max = 12_000) Integer> latencies,
            @ForAll @LongRange(min = 0, max = 2_000_000) long pauseMillis) {
        FakeTicker ticker = new FakeTicker();
        StreamTraces traces = new StreamTraces(Objectives::ofContract, ticker, () -> Instant.EPOCH);
        traces.record(new ServerEvent.StreamStarted(Utterances.session("id"), 0));
        List<Heard> heard = new ArrayList<>();
        for (int latency : latencies) {
            long pause = latency % 3 == 0 ? 0 : pauseMillis * (latency % 7) / 7;
            ticker.advanceMillis(pause);
            traces.record(Utterances.over("id", heard.size() + 1, latency));
            heard.add(new Heard(ticker.nanos() / Utterances.MILLI, latency));
        }
        SlowestUtterances slowest = traces.slowest(Sli.FINAL);
        assertEquals(recount(heard, ticker, 60_000, 61), millis(slowest.lastHour()));
        assertEquals(recount(heard, ticker, 3_600_000, 25), millis(slowest.lastDay()));
    }

    private static List<Long> recount(List<Heard> heard, FakeTicker ticker, long slotMillis, int slots) {
        long running = ticker.nanos() / Utterances.MILLI / slotMillis;
        return heard.stream()
                .filter(each -> each.millis() / slotMillis > running - slots)
                .map(Heard::latencyMillis)
                .sorted(Comparator.reverseOrder())
                .limit(50)
                .toList();
    }

    private static List<Long> millis(List<SlowUtterance> slowest) {
        return slowest.stream().map(each -> each.rank() / Utterances.MILLI).toList();
    }
}
