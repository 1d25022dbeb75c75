package io.heliograph.server.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.UtteranceVerdict;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time lines are kept within bounds, the newest first of all. */
final class StreamTracesTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final FakeTicker ticker = new FakeTicker();
    private final StreamTraces traces =
            new StreamTraces(Objectives::ofContract, ticker, () -> NOON.plusNanos(ticker.nanos()));

    private SessionFacts start(String id) {
        SessionFacts session = Utterances.session(id);
        traces.record(new ServerEvent.StreamStarted(session, 0));
        return session;
    }

    private StreamTimeline find(String id) {
        return traces.find(Hash16.ofSession(id)).orElseThrow();
    }

    @Test
    void aStreamIsKnownByTheHashOfItsSessionWhileItRunsAndAfterwards() {
        ticker.advanceMillis(3_000);
        SessionFacts session = Utterances.session("id");
        traces.record(new ServerEvent.StreamStarted(session, 1_000 * Utterances.MILLI));
        traces.record(Utterances.over("id", 1, 700));
        traces.record(Utterances.over("id", 2, 400));
        ticker.advanceMillis(500);
        StreamTimeline live = find("id");
        assertTrue(live.isLive());
        assertEquals(NOON.plusSeconds(2), live.startedAt(), "the call began before it claimed its session");
        assertEquals(1.5, live.ageSeconds());
        assertEquals(2, live.utteranceCount());
        assertEquals(700 * Utterances.MILLI, live.worstFinalNanos());
        assertEquals(Optional.empty(), traces.find("id"), "not by its id");

        traces.record(Utterances.finished(session));
        ticker.advanceMillis(60_000);
        StreamTimeline ended = find("id");
        assertEquals(StreamEndReason.STREAM_END, ended.endReason());
        assertEquals(5, ended.ageSeconds());
        assertEquals(live.utterances(), ended.utterances());
        assertEquals(1, traces.all().size());
    }

    @Test
    void ofALongStreamTheNewestUtterancesAreKeptAndTheOthersCounted() {
        start("id");
        for (int i = 1; i <= StreamTrace.UTTERANCES_KEPT + 7; i++) {
            traces.record(Utterances.over("id", i, i == 2 ? 9_000 : i));
        }
        StreamTimeline stream = find("id");
        assertEquals(7, stream.droppedCount());
        assertEquals(
                IntStream.rangeClosed(8, StreamTrace.UTTERANCES_KEPT + 7)
                        .boxed()
                        .toList(),
                stream.utterances().stream().map(each -> each.times().number()).toList());
        assertEquals(9_000 * Utterances.MILLI, stream.worstFinalNanos(), "of all, not of those kept");
    }

    @Test
    void runningStreamsAndTheLastThatEndedAreKept() {
        start("running");
        for (int i = 0; i < StreamTraces.ENDED_KEPT + 5; i++) {
            ticker.advanceMillis(1);
            traces.record(Utterances.finished(start("s" + i)));
        }
        assertEquals(StreamTraces.ENDED_KEPT + 1, traces.all().size());
        assertEquals(Hash16.ofSession("s204"), traces.all().getFirst().hash(), "the latest first");
        assertEquals(Optional.empty(), traces.find(Hash16.ofSession("s4")));
        assertFalse(find("s5").isLive());
        assertTrue(find("running").isLive());
    }

    @Test
    void anIdThatIsUsedAgainBeforeItsFirstStreamIsSaidToBeOverMeansTheSecond() {
        SessionFacts first = start("id");
        traces.record(Utterances.over("id", 1, 100));
        SessionFacts second = start("id");
        traces.record(Utterances.finished(first));
        assertTrue(find("id").isLive());
        assertEquals(0, find("id").utteranceCount());
        assertEquals(2, traces.all().size());
        assertEquals(
                1, traces.all().stream().filter(StreamTimeline::isLive).count(), "the first one's end is known, too");
        traces.record(Utterances.finished(second));
        for (int i = 0; i < StreamTraces.ENDED_KEPT - 1; i++) {
            traces.record(Utterances.finished(start("s" + i)));
        }
        assertFalse(find("id").isLive(), "the first one's place is taken, the second's not");
    }

    @Test
    void streamsWithoutSessionAndUtterancesWithoutStreamLeaveNothing() {
        traces.record(new ServerEvent.StreamFinished(null, StreamEndReason.SESSION_UNKNOWN, 0, 1));
        traces.record(Utterances.over("nobody", 1, 100));
        traces.record(Utterances.finished(Utterances.session("never started")));
        assertTrue(traces.all().isEmpty());
        assertTrue(traces.slowest(Sli.FINAL).lastHour().isEmpty());
    }

    @Test
    void onlyUtterancesThatTheObjectiveCountsAreAmongTheSlowestAndAFailureIsTheSlowest() {
        start("id");
        traces.record(Utterances.over("id", 1, 6_000));
        traces.record(Utterances.over("id", 2, -1));
        ServerEvent.UtteranceOver unpaced = Utterances.over("id", 3, 50_000);
        UtteranceTimes times = unpaced.times();
        traces.record(new ServerEvent.UtteranceOver(
                "id",
                new UtteranceTimes(
                        3,
                        times.speechStartSec(),
                        times.speechEndSec(),
                        times.speechSeconds(),
                        false,
                        times.speechStartNanos(),
                        times.firstResultNanos(),
                        times.lastSpeechNanos(),
                        times.decidedNanos(),
                        times.decodeStartNanos(),
                        times.decodeEndNanos(),
                        times.sentNanos(),
                        times.end()),
                true,
                false));
        SlowestUtterances slowest = traces.slowest(Sli.FINAL);
        assertEquals(
                List.of(UtteranceVerdict.FAILED, UtteranceVerdict.LATE),
                slowest.lastHour().stream()
                        .map(each -> each.utterance().finalText())
                        .toList());
        assertEquals(slowest.lastHour(), slowest.lastDay());
        assertEquals(Hash16.ofSession("id"), slowest.lastHour().getFirst().streamHash());
        assertEquals(
                UtteranceVerdict.NOT_PACED, find("id").utterances().getLast().finalText());
        assertThrows(IllegalArgumentException.class, () -> traces.slowest(Sli.ERRORS));
    }

    /** A reader always sees a line without gaps, and nothing is lost between writers. */
    @Test
    void readingWhileStreamsRunSeesWholeTimeLines() throws InterruptedException {
        int utterances = 20_000;
        CountDownLatch done = new CountDownLatch(2);
        boolean isTorn = false;
        for (String id : new String[] {"a", "b"}) {
            SessionFacts session = start(id);
            Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= utterances; i++) {
                    traces.record(Utterances.over(id, i, i % 977));
                }
                traces.record(Utterances.finished(session));
                done.countDown();
            });
        }
        do {
            for (StreamTimeline stream : traces.all()) {
                for (int i = 0; i < stream.utterances().size(); i++) {
                    int number = stream.utterances().get(i).times().number();
                    isTorn |= number != stream.droppedCount() + i + 1;
                }
            }
            traces.slowest(Sli.FINAL);
        } while (!done.await(0, TimeUnit.SECONDS));
        assertFalse(isTorn);
        assertEquals(utterances, find("a").utteranceCount());
        assertEquals(utterances, find("b").utteranceCount());
        assertEquals(
                976 * Utterances.MILLI,
                traces.slowest(Sli.FINAL).lastDay().getFirst().rank());
    }
}
