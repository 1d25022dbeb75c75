package io.heliograph.server.control;

import static io.heliograph.server.control.ControlException.Kind.INVALID;
import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Trying the server out with a recording, as a client would. Takes the role operator, because it takes room from clients. Thread-safe.
 */
public final class TryOutControl {
    /** Each takes a session; more than a few people do not try at once. */
    static final int MAX_RUNNING = 3;

    private static final System.Logger LOGGER = System.getLogger(TryOutControl.class.getName());

    private final Semaphore room = new Semaphore(MAX_RUNNING);
    private volatile @Nullable TryOut offered;

    TryOutControl() {}

    /** Lets operators try the server out from now on. */
    public void offer(TryOut tryOut) {
        offered = tryOut;
    }

    /** Names of recordings that are at hand; none if nothing can be tried here. */
    public List<String> samples(Operator operator) {
        operator.require(Role.VIEWER, "see the recordings");
        TryOut tryOut = offered;
        return tryOut == null ? List.of() : tryOut.samples();
    }

    /**
     * Begins; the listener is told what comes, on another thread, and {@link TrialEvent.Ended} at the end unless the trial is
     * stopped.
     *
     * @param isPaced as it would be spoken, else as fast as the server takes it
     * @throws ControlException if the role does not allow it, nothing can be tried here, or too many try already
     */
    public Trial begin(Operator operator, TrialAudio audio, boolean isPaced, TrialListener listener) {
        operator.require(Role.OPERATOR, "try the server out");
        TryOut tryOut = offered;
        if (tryOut == null) {
            throw new ControlException(INVALID, "this server has no client of its own to try it with");
        }
        if (!room.tryAcquire()) {
            throw new ControlException(
                    INVALID, MAX_RUNNING + " recordings are being tried already: wait for one of them to end");
        }
        return new Trial(Thread.ofVirtual().name("try-out").start(() -> {
            try {
                tryOut.run(audio, isPaced, listener);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOGGER.log(WARNING, "a recording could not be tried out", e);
                listener.onEvent(new TrialEvent.Ended(false, "it could not be tried: see the log of the server", 0));
            } finally {
                room.release();
            }
        }));
    }

    /** A recording that is being tried. Thread-safe. */
    public static final class Trial {
        private final Thread thread;

        private Trial(Thread thread) {
            this.thread = thread;
        }

        /** Gives it up; its session ends. */
        public void stop() {
            thread.interrupt();
        }

        /** Whether it is not over. */
        public boolean isRunning() {
            return thread.isAlive();
        }
    }
}
