package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a time line says of an utterance is what the objectives counted of it. */
final class UtteranceVerdictTest {
    private static final Objectives OBJECTIVES = Objectives.ofContract();
    private static final long MILLI = 1_000_000L;

    private static UtteranceTimes times(
            double speech, boolean isPaced, long firstMillis, long finalMillis, @Nullable UtteranceEnd end) {
        long never = UtteranceTimes.NEVER;
        return new UtteranceTimes(
                1,
                0,
                speech,
                speech,
                isPaced,
                0,
                firstMillis < 0 ? never : firstMillis * MILLI,
                1_000 * MILLI,
                end == null ? never : 1_200 * MILLI,
                never,
                never,
                finalMillis < 0 ? never : (1_200 + finalMillis) * MILLI,
                end);
    }

    /** The events that a stream records before {@code UtteranceOver}. */
    private static List<ServerEvent> before(ServerEvent.UtteranceOver over) {
        UtteranceTimes times = over.times();
        List<ServerEvent> events = new ArrayList<>();
        boolean hasFirst = times.firstResultNanos() != UtteranceTimes.NEVER;
        if (over.isFirstResultPromised() && hasFirst) {
            events.add(new ServerEvent.FirstResultSent(
                    times.firstResultLatencyNanos(), times.speechSeconds(), times.isPaced()));
        }
        if (times.sentNanos() != UtteranceTimes.NEVER) {
            events.add(new ServerEvent.FinalSent(times.finalLatencyNanos(), 0, times.speechSeconds(), times.isPaced()));
        }
        if (over.isFailed()) {
            events.add(new ServerEvent.UtteranceFailed(
                    over.isFirstResultPromised() && !hasFirst, times.speechSeconds(), times.isPaced()));
        }
        return events;
    }

    private static List<String> counted(List<ServerEvent> events) {
        List<String> counted = new ArrayList<>();
        for (ServerEvent event : events) {
            SliEvents.judge(event, OBJECTIVES, new SliEvents.Counter() {
                @Override
                public void counted(Sli sli, boolean isGood, long latencyNanos) {
                    counted.add(sli + " " + isGood + " " + latencyNanos);
                }

                @Override
                public void shed(Sli sli) {
                    counted.add(sli + " shed");
                }
            });
        }
        return counted;
    }

    private static List<String> told(ServerEvent.UtteranceOver over) {
        List<String> told = new ArrayList<>();
        for (Objective objective : List.of(OBJECTIVES.firstPartial(), OBJECTIVES.finalText())) {
            UtteranceVerdict verdict = SliEvents.verdict(over, objective);
            if (verdict.isValid()) {
                long latency = objective.sli() == Sli.FINAL
                        ? over.times().finalLatencyNanos()
                        : over.times().firstResultLatencyNanos();
                told.add(objective.sli() + " " + (verdict == UtteranceVerdict.GOOD) + " " + latency);
            }
        }
        return told;
    }

    @Property(tries = 2_000)
    void aVerdictIsWhatWasCounted(
            @ForAll @LongRange(min = 0, max = 30) long speechTenths,
            @ForAll boolean isPaced,
            @ForAll boolean wantsPartials,
            @ForAll boolean isFailed,
            @ForAll UtteranceEnd end,
            @ForAll @LongRange(min = -1_000, max = 4_000) long firstMillis,
            @ForAll @LongRange(min = -1_000, max = 8_000) long finalMillis) {
        UtteranceTimes times = isFailed
                ? times(speechTenths / 10.0, isPaced, firstMillis, -1, null)
                : times(speechTenths / 10.0, isPaced, firstMillis, finalMillis, end);
        ServerEvent.UtteranceOver over = new ServerEvent.UtteranceOver("s", times, wantsPartials, isFailed);
        assertEquals(counted(before(over)), told(over));
    }

    @Test
    void whyAnUtteranceIsNotValidIsSaid() {
        assertNotValid("too_short", times(0.5, true, 300, 300, UtteranceEnd.VAD), true);
        assertNotValid("not_paced", times(2, false, 300, 300, UtteranceEnd.VAD), true);
        assertNotValid("partials_off", times(2, true, 300, 300, UtteranceEnd.VAD), false);
        assertNotValid("no_text", times(2, true, -1, -1, UtteranceEnd.VAD), true);
        assertNotValid("stream_ended", times(2, true, -1, -1, null), true);
        assertEquals("", UtteranceVerdict.LATE.reason());
        assertEquals("late", UtteranceVerdict.LATE.label());
    }

    private static void assertNotValid(String reason, UtteranceTimes times, boolean wantsPartials) {
        UtteranceVerdict verdict = SliEvents.verdict(
                new ServerEvent.UtteranceOver("s", times, wantsPartials, false), OBJECTIVES.firstPartial());
        assertEquals(List.of("not_valid", reason), List.of(verdict.label(), verdict.reason()));
    }
}
