package io.heliograph.server.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DecodeSchedulerTest {
    private static final DecodeOptions OPTIONS = new DecodeOptions("", "transcribe", Map.of());

    private final CountDownLatch blockerStarted = new CountDownLatch(1);
    private final CountDownLatch blockerMayEnd = new CountDownLatch(1);
    private final BlockingQueue<DecodeJob> reported = new LinkedBlockingQueue<>();
    private final ScriptedModel model = new ScriptedModel(this::text);
    private final DecodeScheduler scheduler = new DecodeScheduler(model, 1, Ticker.system());

    /** Audio of one sample blocks, of two fails; otherwise the text is the length. */
    private String text(AudioView audio) {
        if (audio.length() == 1) {
            blockerStarted.countDown();
            await(blockerMayEnd);
        }
        return audio.length() == 2 ? "!" : " " + audio.length();
    }

    @AfterEach
    void close() {
        blockerMayEnd.countDown();
        scheduler.close();
    }

    @Test
    void theTimeOfTheWorkersIsCountedWhileTheyWorkAndNotWhileTheyRest() throws InterruptedException {
        FakeTicker ticker = new FakeTicker();
        ticker.advanceMillis(5_000);
        try (DecodeScheduler timed = new DecodeScheduler(model, 2, ticker)) {
            ticker.advanceMillis(1_000);
            assertEquals(0, timed.busyNanos());
            timed.submit(job(new DecodeLane(), DecodePriority.REFRESH, 1, 0));
            await(blockerStarted);
            ticker.advanceMillis(3_000);
            assertEquals(3_000_000_000L, timed.busyNanos());
            blockerMayEnd.countDown();
            assertNotNull(reported.poll(10, TimeUnit.SECONDS));
            ticker.advanceMillis(1_000);
            assertEquals(3_000_000_000L, timed.busyNanos());
        }
    }

    private DecodeJob job(DecodeLane lane, DecodePriority priority, int samples, long deadline) {
        return new DecodeJob(lane, priority, AudioView.of(new float[samples]), OPTIONS, deadline, 0, reported::add);
    }

    private void block() {
        scheduler.submit(job(new DecodeLane(), DecodePriority.REFRESH, 1, 0));
        await(blockerStarted);
    }

    private List<Integer> lengthsInOrder(int count) {
        return Stream.generate(this::next)
                .limit(count)
                .map(job -> job.audio().length())
                .toList();
    }

    private DecodeJob next() {
        try {
            DecodeJob job = reported.poll(10, TimeUnit.SECONDS);
            assertTrue(job != null, "no job was reported within 10 s");
            return job;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS), "the latch did not open within 10 s");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatRunsAheadLetsFirstPartialsGoFirstUntilItsTimeIsShortOrSomebodyWaitsForIt() {
        FakeTicker ticker = new FakeTicker();
        try (DecodeScheduler timed = new DecodeScheduler(model, 1, ticker)) {
            timed.submit(job(new DecodeLane(), DecodePriority.REFRESH, 1, 0));
            await(blockerStarted);
            long soon = ticker.nanos() + 150_000_000;
            DecodeJob adopted = job(new DecodeLane(), DecodePriority.AHEAD, 13, soon + 9);
            timed.submit(job(new DecodeLane(), DecodePriority.REFRESH, 10, ticker.nanos() + 1));
            timed.submit(job(new DecodeLane(), DecodePriority.AHEAD, 11, soon + 1));
            timed.submit(job(new DecodeLane(), DecodePriority.AHEAD, 12, soon));
            timed.submit(adopted);
            timed.submit(job(new DecodeLane(), DecodePriority.FIRST_PARTIAL, 14, ticker.nanos() + 1));
            adopted.adopt();
            blockerMayEnd.countDown();
            assertEquals(List.of(1, 12, 13, 14, 11, 10), lengthsInOrder(6));
        }
    }

    @Test
    void aFirstPartialPastItsDeadlineGoesAmongWhatSettlesByDeadline() {
        FakeTicker ticker = new FakeTicker();
        ticker.advanceMillis(1_000);
        try (DecodeScheduler timed = new DecodeScheduler(model, 1, ticker)) {
            timed.submit(job(new DecodeLane(), DecodePriority.REFRESH, 1, 0));
            await(blockerStarted);
            long now = ticker.nanos();
            timed.submit(job(new DecodeLane(), DecodePriority.SETTLED, 10, now - 1));
            timed.submit(job(new DecodeLane(), DecodePriority.SETTLED, 11, now - 3));
            timed.submit(job(new DecodeLane(), DecodePriority.FIRST_PARTIAL, 12, now - 2));
            timed.submit(job(new DecodeLane(), DecodePriority.FIRST_PARTIAL, 13, now + 1));
            blockerMayEnd.countDown();
            assertEquals(List.of(1, 11, 12, 10, 13), lengthsInOrder(5));
        }
    }

    @Test
    void aRefreshPastItsDeadlineGoesBeforeWhatRunsAheadAndHasTimeAndBehindAllElse() {
        FakeTicker ticker = new FakeTicker();
        ticker.advanceMillis(1_000);
        try (DecodeScheduler timed = new DecodeScheduler(model, 1, ticker)) {
            timed.submit(job(new DecodeLane(), DecodePriority.SETTLED, 1, 0));
            await(blockerStarted);
            long now = ticker.nanos();
            timed.submit(job(new DecodeLane(), DecodePriority.REFRESH, 10, now + 1));
            timed.submit(job(new DecodeLane(), DecodePriority.REFRESH, 11, now));
            timed.submit(job(new DecodeLane(), DecodePriority.AHEAD, 12, now + 200_000_000));
            timed.submit(job(new DecodeLane(), DecodePriority.AHEAD, 13, now + 150_000_000));
            timed.submit(job(new DecodeLane(), DecodePriority.FIRST_PARTIAL, 14, now + 1));
            timed.submit(job(new DecodeLane(), DecodePriority.SETTLED, 15, now));
            blockerMayEnd.countDown();
            assertEquals(List.of(1, 15, 13, 14, 11, 12, 10), lengthsInOrder(7));
        }
    }

    @Test
    void settledGoesBeforeFirstPartialsBeforeRefreshesAndEarlierDeadlinesFirst() {
        block();
        scheduler.submit(job(new DecodeLane(), DecodePriority.REFRESH, 10, 5));
        scheduler.submit(job(
                new DecodeLane(),
                DecodePriority.FIRST_PARTIAL,
                11,
                Ticker.system().nanos() + 60_000_000_000L));
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 12, 8));
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 13, 7));
        scheduler.submit(job(new DecodeLane(), DecodePriority.REFRESH, 14, 4));
        assertEquals(5, scheduler.queued());
        blockerMayEnd.countDown();
        assertEquals(List.of(1, 13, 12, 11, 14, 10), lengthsInOrder(6));
    }

    @Test
    void aSettledDecodeOvertakesQueuedPartialsOfItsOwnLane() {
        block();
        DecodeLane lane = new DecodeLane();
        scheduler.submit(job(lane, DecodePriority.REFRESH, 10, 0));
        scheduler.submit(job(lane, DecodePriority.SETTLED, 11, 1));
        scheduler.submit(job(lane, DecodePriority.SETTLED, 12, 0));
        blockerMayEnd.countDown();
        assertEquals(List.of(1, 11, 12, 10), lengthsInOrder(4));
    }

    @Test
    void withdrawnWorkNeverStarts() {
        block();
        DecodeJob gone = job(new DecodeLane(), DecodePriority.SETTLED, 10, 0);
        scheduler.submit(gone);
        assertTrue(scheduler.withdraw(gone));
        assertFalse(scheduler.withdraw(gone));
        scheduler.submit(job(new DecodeLane(), DecodePriority.REFRESH, 11, 0));
        blockerMayEnd.countDown();
        assertEquals(List.of(1, 11), lengthsInOrder(2));
        assertEquals(DecodeJob.State.WITHDRAWN, gone.state());
        assertFalse(model.heard().stream().anyMatch(audio -> audio.length() == 10));
    }

    @Test
    void aBurstOfOneSessionLetsTheOthersTakeTheirTurns() {
        block();
        DecodeLane burst = new DecodeLane();
        for (int samples : List.of(10, 11, 12)) {
            scheduler.submit(job(burst, DecodePriority.SETTLED, samples, -5));
        }
        // Later deadlines than the burst's, but passed when its second turn comes.
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 20, -3));
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 21, -4));
        blockerMayEnd.countDown();
        assertEquals(List.of(1, 10, 21, 20, 11, 12), lengthsInOrder(6));
    }

    @Test
    void workWhoseCallerIsGoneNeverStarts() {
        block();
        AtomicBoolean gone = new AtomicBoolean();
        DecodeJob left = job(new DecodeLane("", gone::get), DecodePriority.SETTLED, 10, 0);
        scheduler.submit(left);
        scheduler.submit(job(new DecodeLane(), DecodePriority.REFRESH, 11, 0));
        gone.set(true);
        blockerMayEnd.countDown();
        assertEquals(List.of(1, 11), lengthsInOrder(2));
        assertEquals(DecodeJob.State.QUEUED, left.state());
        assertTrue(scheduler.withdraw(left));
        assertEquals(0, scheduler.queued());
    }

    @Test
    void aRunningDecodeStopsWhenItsCallerLeaves() {
        AtomicBoolean gone = new AtomicBoolean();
        DecodeJob running = job(new DecodeLane("", gone::get), DecodePriority.SETTLED, 10, 0);
        assertFalse(running.isAbandoned());
        gone.set(true);
        assertTrue(running.isAbandoned());
    }

    @Test
    void latenessIsThatOfTheSettledDecodeWhoseTurnPassedFirst() {
        block();
        scheduler.submit(job(new DecodeLane(), DecodePriority.REFRESH, 10, Long.MIN_VALUE));
        assertEquals(0, scheduler.settledLatenessNanos());
        long now = Ticker.system().nanos();
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 11, now + 1_000_000_000_000L));
        assertEquals(0, scheduler.settledLatenessNanos());
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 12, now - 5_000_000_000L));
        assertTrue(scheduler.settledLatenessNanos() >= 5_000_000_000L);
    }

    @Test
    void aRunningDecodeThatIsWithdrawnIsStillReported() {
        DecodeJob running = job(new DecodeLane(), DecodePriority.SETTLED, 1, 0);
        scheduler.submit(running);
        await(blockerStarted);
        assertFalse(scheduler.withdraw(running));
        blockerMayEnd.countDown();
        assertEquals(running, next());
    }

    @Test
    void aFailedDecodeIsReportedAndItsRecognizerReplaced() {
        DecodeJob broken = job(new DecodeLane(), DecodePriority.SETTLED, 2, 0);
        scheduler.submit(broken);
        assertEquals(broken, next());
        assertEquals(DecodeJob.State.FAILED, broken.state());
        assertEquals("scripted failure", broken.failure());
        DecodeJob well = job(new DecodeLane(), DecodePriority.SETTLED, 10, 0);
        scheduler.submit(well);
        assertEquals(" 10", next().hypothesis().segments().getFirst().text());
        assertEquals(1, model.openRecognizers());
        assertEquals(1, scheduler.liveWorkers());
    }

    @Test
    void whenTheLastWorkerIsGoneNothingWaitsForEver() throws InterruptedException {
        block();
        DecodeJob waiting = job(new DecodeLane(), DecodePriority.REFRESH, 10, 0);
        scheduler.submit(job(new DecodeLane(), DecodePriority.SETTLED, 2, 0));
        scheduler.submit(waiting);
        model.exhaust();
        blockerMayEnd.countDown();
        assertEquals(List.of(1, 2, 10), lengthsInOrder(3));
        assertEquals(DecodeJob.State.FAILED, waiting.state());
        assertEquals("no decode worker is left", waiting.failure());
        assertEquals(0, scheduler.liveWorkers());
        DecodeJob late = job(new DecodeLane(), DecodePriority.SETTLED, 11, 0);
        scheduler.submit(late);
        assertEquals(late, next());
        assertEquals(DecodeJob.State.FAILED, late.state());
    }

    @Test
    void onlyPartialsOfTheSameUtteranceGetADraft() {
        DecodeLane lane = new DecodeLane();
        for (DecodePriority priority :
                List.of(DecodePriority.FIRST_PARTIAL, DecodePriority.REFRESH, DecodePriority.SETTLED)) {
            scheduler.submit(job(lane, priority, 10, 0));
            next();
        }
        AudioView later = AudioView.of(new float[20]).slice(5, 20);
        scheduler.submit(new DecodeJob(lane, DecodePriority.REFRESH, later, OPTIONS, 0, 0, reported::add));
        next();
        assertEquals(List.of(false, true, false, false), model.drafted());
    }

    @Test
    void closingEndsAllRecognizers() {
        scheduler.close();
        assertEquals(0, model.openRecognizers());
        assertEquals(0, scheduler.liveWorkers());
    }
}
