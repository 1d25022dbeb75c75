package io.heliograph.server.decode;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One model, the jobs that wait for it, and the platform threads that decode with it, each with a recognizer of its own. The pools of
 * a scheduler share its lock, so that a stream's lane can go from one to another. It closes its model when its last worker has left.
 * Thread-safe; what says so belongs to the lock.
 */
final class DecodePool {
    private static final System.Logger LOGGER = System.getLogger(DecodePool.class.getName());

    private final SpeechModel model;
    private final Turns turns;
    private final ReentrantLock lock;
    private final Condition changed;
    private final List<Recognizer> recognizers = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();

    /** The jobs that wait; belongs to the lock. */
    final DecodeQueue queue = new DecodeQueue();

    private State state = State.OPEN;
    private int running;
    private int liveWorkers;
    private boolean gone;

    private enum State {
        OPEN,
        /** Takes no new lanes; its workers leave when nothing waits any more. */
        LEAVING,
        /** Its workers leave at once. */
        CLOSED
    }

    /** What a pool tells of its jobs. */
    interface Turns {

        /** Monotonic; called with the lock held. */
        long nowNanos();

        /** A job is about to run; called with the lock held. */
        void begins(DecodeJob job);

        /** A job has run; called with the lock held. */
        void ended(DecodeJob job, DecodeJob.State state, String failure);

        /** No worker is left for a job that waits; called with the lock held, and the job is to be reported without. */
        void fails(DecodeJob job);

        /** The model is closed; called with the lock held. */
        void gone(DecodePool pool);
    }

    /**
     * Makes the recognizers; {@link #start} starts the threads.
     *
     * @param workerCount at least 1
     * @param threadNames what the threads' numbers are put behind
     * @throws DecodeException if the model gives no recognizer; the model is not closed then
     */
    DecodePool(SpeechModel model, int workerCount, String threadNames, ReentrantLock lock, Turns turns) {
        if (workerCount < 1) {
            throw new IllegalArgumentException("at least one decode worker, not " + workerCount);
        }
        this.model = model;
        this.turns = turns;
        this.lock = lock;
        this.changed = lock.newCondition();
        try {
            for (int i = 0; i < workerCount; i++) {
                recognizers.add(model.newRecognizer());
            }
        } catch (RuntimeException e) {
            abandon();
            throw e;
        }
        liveWorkers = workerCount;
        for (int i = 0; i < workerCount; i++) {
            Recognizer first = recognizers.get(i);
            workers.add(Thread.ofPlatform().name(threadNames + i).daemon(true).unstarted(() -> work(first)));
        }
    }

    /** Starts the threads, to whom the recognizers belong from now on. */
    void start() {
        workers.forEach(Thread::start);
        recognizers.clear();
    }

    SpeechModel model() {
        return model;
    }

    int workerCount() {
        return workers.size();
    }

    /** Workers that can take a job; belongs to the lock. */
    int liveWorkers() {
        return liveWorkers;
    }

    /** How it stands; belongs to the lock. */
    LoadedModel view() {
        return new LoadedModel(model.id(), model.weights(), workers.size(), liveWorkers, queue.size(), running);
    }

    /** A job could start now; belongs to the lock. */
    void wake() {
        changed.signal();
    }

    /** A job that waited is no more; belongs to the lock. */
    void thinnedOut() {
        if (state == State.LEAVING) {
            changed.signalAll();
        }
    }

    /** No new lanes come; the workers leave when nothing waits any more. Belongs to the lock. */
    void leave() {
        state = State.LEAVING;
        changed.signalAll();
    }

    /** The workers leave as soon as they can; belongs to the lock. */
    void shut() {
        state = State.CLOSED;
        changed.signalAll();
    }

    /** Waits until the model is closed; belongs to the lock. True if it is. */
    boolean awaitGone(long patienceNanos) throws InterruptedException {
        long left = patienceNanos;
        while (!gone && left > 0) {
            left = changed.awaitNanos(left);
        }
        return gone;
    }

    /** Closes the recognizers of a pool that was never started. */
    void abandon() {
        recognizers.forEach(Recognizer::close);
    }

    /** Closes the model if nobody has, once the workers have left; without the lock. */
    void closeUnlessGone() {
        boolean isOpen;
        lock.lock();
        try {
            isOpen = !gone;
        } finally {
            lock.unlock();
        }
        if (isOpen) {
            closeModel();
        }
    }

    /** Waits for the workers; without the lock. */
    void join() throws InterruptedException {
        for (Thread worker : workers) {
            worker.join();
        }
    }

    /** Closes the model, which no worker uses any more; without the lock. */
    void closeModel() {
        model.close();
        lock.lock();
        try {
            gone = true;
            turns.gone(this);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work(Recognizer first) {
        Recognizer recognizer = first;
        try {
            for (Optional<DecodeJob> next = take(); next.isPresent(); next = take()) {
                DecodeJob job = next.get();
                boolean well = run(job, recognizer);
                job.report();
                if (!well) {
                    Recognizer broken = recognizer;
                    recognizer = model.newRecognizer();
                    broken.close();
                }
            }
        } catch (RuntimeException | Error e) {
            LOGGER.log(ERROR, "decode worker " + Thread.currentThread().getName() + " died", e);
        } finally {
            recognizer.close();
            workerLeft();
        }
    }

    /** Waits for the most urgent job that may start; empty once there is nothing more to do. */
    private Optional<DecodeJob> take() {
        lock.lock();
        try {
            while (state != State.CLOSED) {
                DecodeJob job = queue.take(turns.nowNanos());
                if (job != null) {
                    running++;
                    turns.begins(job);
                    return Optional.of(job);
                }
                if (state == State.LEAVING && queue.size() == 0) {
                    return Optional.empty();
                }
                changed.awaitUninterruptibly();
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Decodes one job; false if the recognizer failed and must be replaced. */
    private boolean run(DecodeJob job, Recognizer recognizer) {
        try {
            job.decode(model, recognizer);
            ended(job, DecodeJob.State.DONE, "");
            return true;
        } catch (RuntimeException | Error e) {
            LOGGER.log(
                    ERROR, "decode of %d samples failed".formatted(job.audio().length()), e);
            ended(job, DecodeJob.State.FAILED, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void ended(DecodeJob job, DecodeJob.State how, String failure) {
        lock.lock();
        try {
            running--;
            turns.ended(job, how, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Without a worker nobody would ever take what waits: it fails now. */
    private void workerLeft() {
        List<DecodeJob> stranded = new ArrayList<>();
        boolean isLast;
        lock.lock();
        try {
            liveWorkers--;
            isLast = liveWorkers == 0 && state != State.OPEN;
            if (liveWorkers == 0 && state != State.CLOSED) {
                stranded.addAll(queue.drain());
                stranded.forEach(turns::fails);
            }
        } finally {
            lock.unlock();
        }
        stranded.forEach(DecodeJob::report);
        if (isLast) {
            closeModel();
        }
    }
}
