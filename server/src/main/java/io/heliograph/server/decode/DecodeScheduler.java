package io.heliograph.server.decode;

import static java.lang.System.Logger.Level.ERROR;

import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decodes on a fixed set of platform threads. Each stream has a lane in which at most one decode runs; which goes first is the
 * matter of {@link DecodeQueue}. Work that was withdrawn, or whose caller is gone, never starts. Thread-safe.
 */
public final class DecodeScheduler implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(DecodeScheduler.class.getName());

    private final SpeechModel model;
    private final Ticker ticker;
    private final List<Thread> workers = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition workArrived = lock.newCondition();
    private final DecodeQueue queue = new DecodeQueue();
    private int running;
    private long busyNanos;
    private long busyCountedNanos;
    private int liveWorkers;
    private boolean closed;

    /**
     * Starts the workers.
     *
     * @param workerCount platform threads, each with a recognizer of its own, at least 1
     * @throws DecodeException if the model gives no recognizer
     */
    public DecodeScheduler(SpeechModel model, int workerCount, Ticker ticker) {
        if (workerCount < 1) {
            throw new IllegalArgumentException("at least one decode worker, not " + workerCount);
        }
        this.model = model;
        this.ticker = ticker;
        List<Recognizer> recognizers = new ArrayList<>();
        for (int i = 0; i < workerCount; i++) {
            recognizers.add(model.newRecognizer());
        }
        liveWorkers = workerCount;
        for (int i = 0; i < workerCount; i++) {
            Recognizer first = recognizers.get(i);
            workers.add(Thread.ofPlatform().name("decode-" + i).daemon(true).start(() -> work(first)));
        }
    }

    /** Queues a job behind the others of its lane; a settled one goes in front of the lane's queued partials. */
    public void submit(DecodeJob job) {
        boolean stranded = false;
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the decode scheduler is closed");
            }
            stranded = liveWorkers == 0;
            if (stranded) {
                fail(job);
            } else if (queue.add(job)) {
                workArrived.signal();
            }
        } finally {
            lock.unlock();
        }
        if (stranded) {
            job.report();
        }
    }

    /**
     * Gives a job up.
     *
     * @return true if it had not started and never will; false if it runs (it is asked to stop, and is still reported) or has
     *     ended
     */
    public boolean withdraw(DecodeJob job) {
        lock.lock();
        try {
            if (job.state() != DecodeJob.State.QUEUED) {
                job.abandon();
                return false;
            }
            queue.remove(job);
            job.state(DecodeJob.State.WITHDRAWN);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Jobs that wait. */
    public int queued() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Jobs that run. */
    public int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Time all workers together have spent on jobs since the start, running ones included; nanoseconds. */
    public long busyNanos() {
        lock.lock();
        try {
            count(0);
            return busyNanos;
        } finally {
            lock.unlock();
        }
    }

    /** How late the latest settled decode is that could start now, against its own deadline or turn; nanoseconds, 0 = none is. */
    public long settledLatenessNanos() {
        lock.lock();
        try {
            return queue.settledLatenessNanos(ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Workers that can take a job. */
    public int liveWorkers() {
        lock.lock();
        try {
            return liveWorkers;
        } finally {
            lock.unlock();
        }
    }

    /** Workers that were started. */
    public int workerCount() {
        return workers.size();
    }

    /** The model behind it. */
    public SpeechModel model() {
        return model;
    }

    /** Lets running decodes end, drops the rest without a report, and waits for the workers. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.drain();
            workArrived.signalAll();
        } finally {
            lock.unlock();
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
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

    /** Without a worker nobody would ever take what waits: it fails now. */
    private void workerLeft() {
        List<DecodeJob> stranded = new ArrayList<>();
        lock.lock();
        try {
            liveWorkers--;
            if (liveWorkers == 0 && !closed) {
                stranded.addAll(queue.drain());
                stranded.forEach(this::fail);
            }
        } finally {
            lock.unlock();
        }
        stranded.forEach(DecodeJob::report);
    }

    /** More or fewer jobs run from now on; belongs to the lock. */
    private void count(int change) {
        long now = ticker.nanos();
        busyNanos += running * (now - busyCountedNanos);
        busyCountedNanos = now;
        running += change;
    }

    private void fail(DecodeJob job) {
        job.started(ticker.nanos());
        job.finished(DecodeJob.State.FAILED, ticker.nanos(), "no decode worker is left");
    }

    /** Waits for the most urgent job that may start; empty once closed. */
    private Optional<DecodeJob> take() {
        lock.lock();
        try {
            DecodeJob job = null;
            while (!closed && (job = queue.take()) == null) {
                workArrived.awaitUninterruptibly();
            }
            if (job != null) {
                count(1);
                job.state(DecodeJob.State.RUNNING);
                job.started(ticker.nanos());
            }
            return Optional.ofNullable(job);
        } finally {
            lock.unlock();
        }
    }

    /** Decodes one job; false if the recognizer failed and must be replaced. */
    private boolean run(DecodeJob job, Recognizer recognizer) {
        try {
            job.decode(recognizer);
            leave(job, DecodeJob.State.DONE, "");
            return true;
        } catch (RuntimeException | Error e) {
            LOGGER.log(
                    ERROR, "decode of %d samples failed".formatted(job.audio().length()), e);
            leave(job, DecodeJob.State.FAILED, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void leave(DecodeJob job, DecodeJob.State state, String failure) {
        lock.lock();
        try {
            job.finished(state, ticker.nanos(), failure);
            count(-1);
            if (queue.served(job.lane(), job.finishedNanos())) {
                workArrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
