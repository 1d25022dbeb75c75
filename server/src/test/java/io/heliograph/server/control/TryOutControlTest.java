package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Who may try a server out, and how many at once. */
@Timeout(30)
final class TryOutControlTest {
    private static final Operator VIEWER = new Operator("vera", Role.VIEWER, "test");
    private static final Operator OPERATOR = new Operator("otto", Role.OPERATOR, "test");
    private static final TrialAudio AUDIO = new TrialAudio.Sample("a.wav");

    private final TryOutControl control = new TryOutControl();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final BlockingQueue<TrialEvent> events = new LinkedBlockingQueue<>();

    private final class Held implements TryOut {
        @Override
        public List<String> samples() {
            return List.of("a.wav");
        }

        @Override
        public void run(TrialAudio audio, boolean isPaced, TrialListener listener) throws InterruptedException {
            try {
                hold.await();
            } catch (InterruptedException e) {
                stopped.countDown();
                throw e;
            }
            if (!isPaced) {
                throw new IllegalStateException("as planned");
            }
            listener.onEvent(new TrialEvent.Ended(true, "OK", 1));
        }
    }

    private static void assertRefused(ControlException.Kind kind, Executable call) {
        assertEquals(kind, assertThrows(ControlException.class, call).kind());
    }

    private TryOutControl.Trial begin() {
        return control.begin(OPERATOR, AUDIO, true, events::add);
    }

    @Test
    void aServerWithoutAClientSaysSo() {
        assertEquals(List.of(), control.samples(VIEWER));
        assertRefused(ControlException.Kind.INVALID, this::begin);
    }

    @Test
    void aFewMayTryAtOnceAndEachGivesItsPlaceBack() throws Exception {
        control.offer(new Held());
        assertRefused(ControlException.Kind.FORBIDDEN, () -> control.begin(VIEWER, AUDIO, true, events::add));
        List<TryOutControl.Trial> running = new ArrayList<>();
        for (int i = 0; i < TryOutControl.MAX_RUNNING; i++) {
            running.add(begin());
        }
        assertRefused(ControlException.Kind.INVALID, this::begin);
        running.getFirst().stop();
        assertTrue(stopped.await(10, TimeUnit.SECONDS));
        while (running.getFirst().isRunning()) {
            Thread.onSpinWait();
        }
        running.add(begin());
        hold.countDown();
        for (int i = 0; i < TryOutControl.MAX_RUNNING; i++) {
            assertInstanceOf(TrialEvent.Ended.class, events.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aTrialThatFailsIsToldAndGivesItsPlaceBack() throws Exception {
        control.offer(new Held());
        hold.countDown();
        for (int i = 0; i < 2 * TryOutControl.MAX_RUNNING; i++) {
            TryOutControl.Trial trial = control.begin(OPERATOR, AUDIO, false, events::add);
            TrialEvent.Ended ended = assertInstanceOf(TrialEvent.Ended.class, events.poll(10, TimeUnit.SECONDS));
            assertFalse(ended.isOk());
            while (trial.isRunning()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void filesAreBounded() {
        assertRefused(ControlException.Kind.INVALID, () -> new TrialAudio.File("a", new byte[0]));
        assertRefused(
                ControlException.Kind.INVALID, () -> new TrialAudio.File("a", new byte[TrialAudio.MAX_BYTES + 1]));
    }
}
