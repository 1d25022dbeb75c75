package io.heliograph.server.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.limits.Sli;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * The engine's answer for any window is a recount of the raw events in it: across the roll-up from minutes to hours, restarts from
 * the store, and sums of histograms. A window that ends now and is n minutes long holds the running minute and the n − 1 before;
 * where it begins more than two days back, it begins with the hour.
 */
final class SloRecountPropertyTest {

    private record Event(long minute, long millis) {}

    @Property(tries = 150)
    void everyWindowIsARecount(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 10_000) Integer> steps,
            @ForAll @IntRange(min = 1, max = 41 * 24 * 60) int windowMinutes,
            @ForAll @IntRange(min = 0, max = 20_000) int pace) {
        SloFixture fixture = new SloFixture();
        List<Event> events = new ArrayList<>();
        for (int step : steps) {
            for (int i = 0; i <= step % 4; i++) {
                long millis = (step * 31L + i * 977L) % 9_000;
                fixture.finalAfter(millis);
                events.add(new Event(fixture.minute(), millis));
            }
            fixture.pass(step % 3 == 0 ? step / 3 : (long) step * pace / 100);
            if (step % 5 == 0) {
                fixture.restart(false);
            }
        }
        for (WindowCounts counts : fixture.report(Sli.FINAL).windows().stream()
                .map(SloReport.WindowReport::counts)
                .toList()) {
            long length = counts.seconds() / 60;
            assertRecount(
                    events, fixture.minute(), length, counts.from(), counts.valid(), counts.good(), counts.name());
        }
        List<HistoryPoint> whole =
                fixture.engine.history(Sli.FINAL, Duration.ofMinutes(windowMinutes), Duration.ofMinutes(windowMinutes));
        HistoryPoint only = whole.getFirst();
        if (begin(fixture.minute(), windowMinutes) >= Timeline.hourHorizon(fixture.minute())) {
            assertRecount(
                    events,
                    fixture.minute(),
                    windowMinutes,
                    only.from(),
                    only.valid(),
                    only.good(),
                    windowMinutes + "m");
        }
        assertLatencies(fixture, events);
    }

    private static void assertRecount(
            List<Event> events, long now, long length, Instant from, long valid, long good, String name) {
        long begin = begin(now, length);
        assertEquals(Instant.ofEpochSecond(begin * 60), from, name);
        List<Event> inside =
                events.stream().filter(event -> event.minute() >= begin).toList();
        assertEquals(inside.size(), valid, "valid in " + name);
        assertEquals(inside.stream().filter(event -> event.millis() <= 5_000).count(), good, "good in " + name);
    }

    private static void assertLatencies(SloFixture fixture, List<Event> events) {
        for (SloReport.WindowReport window : fixture.report(Sli.FINAL).windows()) {
            long begin = begin(fixture.minute(), window.counts().seconds() / 60);
            List<Long> sorted = events.stream()
                    .filter(event -> event.minute() >= begin)
                    .map(Event::millis)
                    .sorted()
                    .toList();
            assertEquals(sorted.size(), window.latencies().count());
            if (!sorted.isEmpty()) {
                double p99 = sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1) / 1e3;
                assertEquals(p99, window.latencies().p99Sec(), p99 * 0.01 + 1e-6);
            }
        }
    }

    private static long begin(long now, long length) {
        long begin = now + 1 - length;
        long minutesFrom = now / 60 * 60 - 2 * 24 * 60;
        return begin < minutesFrom ? begin / 60 * 60 : begin;
    }
}
