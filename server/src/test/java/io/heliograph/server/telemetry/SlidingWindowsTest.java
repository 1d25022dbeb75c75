package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.HealthRules;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.ServerEvent.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SlidingWindowsTest {
    private static final long SECOND = 1_000_000_000L;

    /** A ticker may start anywhere, below 0 too. */
    private final AtomicLong nanos = new AtomicLong(-17 * SECOND);

    @Nested
    class Maximum {
        private final SlidingMaximum maximum = new SlidingMaximum(nanos::get);

        @Test
        void isZeroWithoutEvents() {
            assertEquals(0, maximum.seconds());
        }

        @Test
        void fallsToTheNextLargestWhenTheLargestAges() {
            maximum.observe(3 * SECOND);
            nanos.addAndGet(100 * SECOND);
            maximum.observe(2 * SECOND);
            maximum.observe(SECOND);
            assertEquals(3, maximum.seconds());
            nanos.addAndGet(205 * SECOND);
            assertEquals(2, maximum.seconds());
            nanos.addAndGet(100 * SECOND);
            assertEquals(0, maximum.seconds());
        }

        @Test
        void takesAnAbsurdDurationForTheLongestItCanHold() {
            maximum.observe(Long.MAX_VALUE);
            assertEquals(SlottedRing.MAX_PAYLOAD / 1e6, maximum.seconds());
        }
    }

    @Property(tries = 100)
    void maximumEqualsANaiveRecount(@ForAll @Size(max = 40) List<@IntRange(max = 120) Integer> steps) {
        AtomicLong now = new AtomicLong();
        SlidingMaximum maximum = new SlidingMaximum(now::get);
        List<long[]> all = new ArrayList<>();
        for (int step : steps) {
            now.addAndGet(step * SECOND);
            long value = (step * 37 % 11) * SECOND;
            all.add(new long[] {now.get(), value});
            maximum.observe(value);
            // A slot is five seconds: what is younger than five minutes must be in, what is older than 305 s must be
            // out.
            assertTrue(maximum.seconds() * SECOND >= recount(all, now.get(), 300));
            assertTrue(maximum.seconds() * SECOND <= recount(all, now.get(), 305));
        }
    }

    private static long recount(List<long[]> all, long now, int seconds) {
        return all.stream()
                .filter(event -> now - event[0] <= seconds * SECOND)
                .mapToLong(event -> event[1])
                .max()
                .orElse(0);
    }

    @Nested
    class DecodeHealth {
        private final HealthRules[] rules = {Limits.defaults().health()};
        private final DecodeHealthWindow window = new DecodeHealthWindow(nanos::get, () -> rules[0]);

        private void successes(int count) {
            for (int i = 0; i < count; i++) {
                window.record(Events.delivered(DecodeKind.PARTIAL, true));
            }
        }

        private void timeouts(int count) {
            for (int i = 0; i < count; i++) {
                window.record(new ServerEvent.DecodeDropped("s", DecodeKind.PARTIAL, false, DropReason.TIMEOUT));
            }
        }

        private void errors(int count) {
            for (int i = 0; i < count; i++) {
                window.record(new ServerEvent.DecodeFailed("s", DecodeKind.SETTLED, "boom"));
            }
        }

        @Test
        void isHealthyWithFewerEventsThanTheLeast() {
            errors(4);
            assertTrue(window.isHealthy());
            errors(1);
            assertFalse(window.isHealthy());
        }

        @Test
        void isUnhealthyWhenHalfOfTheDecodesTimeOut() {
            successes(6);
            timeouts(5);
            assertTrue(window.isHealthy());
            timeouts(1);
            assertFalse(window.isHealthy());
        }

        @Test
        void isHealthyWhenExactlyHalfOfTheDecodesSucceed() {
            successes(5);
            errors(5);
            assertTrue(window.isHealthy());
            errors(1);
            assertFalse(window.isHealthy());
        }

        @Test
        void hangUpsAndReplacementsAreNoEvents() {
            for (DropReason reason : DropReason.values()) {
                if (reason != DropReason.TIMEOUT) {
                    for (int i = 0; i < 10; i++) {
                        window.record(new ServerEvent.DecodeDropped("s", DecodeKind.SETTLED, true, reason));
                    }
                }
            }
            assertTrue(window.isHealthy());
        }

        @Test
        void recoversWhenTheFailuresAge() {
            errors(10);
            assertFalse(window.isHealthy());
            nanos.addAndGet(60 * SECOND);
            assertFalse(window.isHealthy());
            nanos.addAndGet(SECOND / 2);
            assertTrue(window.isHealthy());
        }

        @Test
        void followsChangedRulesAtOnce() {
            errors(3);
            assertTrue(window.isHealthy());
            rules[0] = new HealthRules(60, 0, 0.5, 0.5);
            assertFalse(window.isHealthy());
            nanos.addAndGet(5 * SECOND);
            rules[0] = new HealthRules(0, 0, 0.5, 0.5);
            assertTrue(window.isHealthy());
            rules[0] = new HealthRules(1e9, 0, 0.5, 0.5);
            assertFalse(window.isHealthy());
        }

        @Test
        void manyEventsOfOneMomentDoNotSpillIntoEachOther() {
            errors(5_000);
            successes(5_000);
            timeouts(3);
            assertFalse(window.isHealthy(), "4 095 of 8 193 is just below half");
            nanos.addAndGet(SECOND);
            successes(10);
            assertTrue(window.isHealthy());
        }
    }
}
