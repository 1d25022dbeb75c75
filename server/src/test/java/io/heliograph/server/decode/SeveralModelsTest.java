package io.heliograph.server.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.time.Ticker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that come and go while others decode. */
final class SeveralModelsTest {
    private static final DecodeOptions OPTIONS = new DecodeOptions("", "transcribe", Map.of());
    private static final long LONG = TimeUnit.SECONDS.toNanos(60);

    /** Audio of this many samples keeps the model busy until the latch opens. */
    private static final int BLOCKING = 1;

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final BlockingQueue<DecodeJob> reported = new LinkedBlockingQueue<>();
    private final ScriptedModel first = new ScriptedModel("first", audio -> " first");
    private final ScriptedModel second = new ScriptedModel("second", audio -> {
        if (audio.length() == BLOCKING) {
            started.countDown();
            await(mayEnd);
        }
        return " second";
    });
    private final DecodeScheduler scheduler = new DecodeScheduler(first, 1, Ticker.system());
    private final DecodeLane lane = new DecodeLane("second", () -> false);

    @BeforeEach
    void load() {
        scheduler.load(second, 1);
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        scheduler.close();
    }

    private DecodeJob submit(DecodeLane where, DecodePriority priority, int samples) {
        DecodeJob job = new DecodeJob(where, priority, AudioView.of(new float[samples]), OPTIONS, 0, 0, reported::add);
        scheduler.submit(job);
        return job;
    }

    private DecodeJob next() throws InterruptedException {
        DecodeJob job = reported.poll(20, TimeUnit.SECONDS);
        assertTrue(job != null, "no job was reported within 20 s");
        return job;
    }

    private static String text(DecodeJob job) {
        return job.hypothesis().segments().getFirst().text();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "the latch did not open within 20 s");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FutureTask<Boolean> unloading(long patienceNanos) {
        FutureTask<Boolean> unloading = new FutureTask<>(() -> scheduler.unload("second", patienceNanos));
        Thread.ofVirtual().start(unloading);
        return unloading;
    }

    private void awaitThatItIsNotOnOffer() {
        while (scheduler.modelIds().contains("second")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aDecodeGoesToTheModelThatIsWantedElseToTheOneThatStandsIn() throws InterruptedException {
        assertEquals(List.of("first", "second"), scheduler.modelIds());
        submit(lane, DecodePriority.SETTLED, 10);
        assertEquals(" second", text(next()));
        submit(new DecodeLane("unknown", () -> false), DecodePriority.SETTLED, 10);
        assertEquals(" first", text(next()));
        assertEquals("first", scheduler.serves("unknown"));
        scheduler.load(new ScriptedModel("default", audio -> " default"), 1);
        assertEquals("default", scheduler.serves(""));
        submit(new DecodeLane("unknown", () -> false), DecodePriority.SETTLED, 10);
        assertEquals(" default", text(next()));
        assertEquals(3, scheduler.workerCount());
    }

    @Test
    void anUnloadWaitsForWhatWaitsWhileNewDecodesGoToTheOtherAtOnce() throws Exception {
        submit(lane, DecodePriority.SETTLED, BLOCKING);
        await(started);
        DecodeJob waiting = submit(new DecodeLane("second", () -> false), DecodePriority.SETTLED, 20);
        FutureTask<Boolean> unloading = unloading(LONG);
        awaitThatItIsNotOnOffer();
        DecodeJob fresh = submit(new DecodeLane("second", () -> false), DecodePriority.SETTLED, 30);
        assertSame(fresh, next());
        assertEquals(" first", text(fresh));
        assertFalse(unloading.isDone());
        assertEquals(-1, second.recognizersAtClose());

        mayEnd.countDown();
        assertTrue(unloading.get(20, TimeUnit.SECONDS));
        assertEquals(0, second.recognizersAtClose(), "closed, and behind its recognizers");
        next();
        assertSame(waiting, next());
        assertEquals(" second", text(waiting));
        assertEquals(List.of("first"), scheduler.modelIds());
        assertEquals(1, scheduler.workerCount());
        assertEquals(0, scheduler.queued());
    }

    @Test
    void whatWaitsTooLongMovesAndWhatRunsRunsToItsEnd() throws InterruptedException {
        DecodeJob running = submit(lane, DecodePriority.SETTLED, BLOCKING);
        await(started);
        DecodeJob behind = submit(lane, DecodePriority.SETTLED, 20);
        DecodeJob other = submit(new DecodeLane("second", () -> false), DecodePriority.SETTLED, 30);
        assertTrue(scheduler.unload("second", 0));
        assertSame(other, next());
        assertEquals(" first", text(other));
        assertEquals(DecodeJob.State.QUEUED, behind.state(), "a stream has one decode in flight, whatever the model");
        assertEquals(-1, second.recognizersAtClose());

        mayEnd.countDown();
        Set<DecodeJob> ended = new HashSet<>();
        ended.add(next());
        ended.add(next());
        assertEquals(Set.of(running, behind), ended, "two threads report, in any order");
        assertEquals(" second", text(running));
        assertEquals(" first", text(behind));
    }

    @Test
    void aJobOfAModelThatIsUnloadedCanBeWithdrawn() throws Exception {
        submit(lane, DecodePriority.SETTLED, BLOCKING);
        await(started);
        DecodeJob waiting = submit(new DecodeLane("second", () -> true), DecodePriority.SETTLED, 20);
        FutureTask<Boolean> unloading = unloading(LONG);
        awaitThatItIsNotOnOffer();
        mayEnd.countDown();
        next();
        assertTrue(scheduler.withdraw(waiting), "nobody decodes for a caller that is gone");
        assertTrue(unloading.get(20, TimeUnit.SECONDS));
        assertEquals(0, second.recognizersAtClose());
    }

    @Test
    void theLastModelAndOneThatIsNotThereStay() throws InterruptedException {
        assertFalse(scheduler.unload("third", 0));
        assertTrue(scheduler.unload("first", LONG));
        assertFalse(scheduler.unload("second", LONG));
        submit(new DecodeLane("first", () -> false), DecodePriority.SETTLED, 20);
        assertEquals(" second", text(next()));
    }

    @Test
    void aDraftOfAnotherModelIsNone() throws InterruptedException {
        submit(lane, DecodePriority.REFRESH, 20);
        next();
        submit(lane, DecodePriority.REFRESH, 30);
        next();
        assertEquals(List.of(false, true), second.drafted());
        assertTrue(scheduler.unload("second", LONG));
        submit(lane, DecodePriority.REFRESH, 40);
        next();
        submit(lane, DecodePriority.REFRESH, 50);
        next();
        assertEquals(List.of(false, true), first.drafted());
    }

    @Test
    void anIdIsTakenOnceAndTheEndClosesAll() {
        ScriptedModel again = new ScriptedModel("second", audio -> "");
        assertThrows(IllegalStateException.class, () -> scheduler.load(again, 1));
        assertEquals(0, again.openRecognizers());
        scheduler.close();
        assertEquals(0, first.recognizersAtClose());
        assertEquals(0, second.recognizersAtClose());
        assertThrows(IllegalStateException.class, () -> scheduler.load(again, 1));
    }

    @Test
    void aModelWhoseWorkersDiedCanBeUnloaded() throws InterruptedException {
        ScriptedModel frail = new ScriptedModel("frail", audio -> "!");
        scheduler.load(frail, 1);
        frail.exhaust();
        submit(new DecodeLane("frail", () -> false), DecodePriority.SETTLED, 20);
        assertEquals(DecodeJob.State.FAILED, next().state());
        while (scheduler.liveWorkers() == 3) {
            Thread.onSpinWait();
        }
        assertTrue(scheduler.unload("frail", LONG));
        assertEquals(0, frail.recognizersAtClose());
    }
}
