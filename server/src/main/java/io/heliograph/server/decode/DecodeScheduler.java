package io.heliograph.server.decode;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.time.Ticker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Decodes on a fixed set of platform threads for each loaded model. Each stream has a lane in which at most one decode runs; which
 * goes first is the matter of {@link DecodeQueue}. Work that was withdrawn, or whose caller is gone, never starts. Models come and go
 * while streams go on: a lane's jobs wait for the model that it wants, or for the one that stands in. Which models there are is an
 * immutable map that is replaced as a whole, so that asking never waits. Thread-safe.
 */
public final class DecodeScheduler implements AutoCloseable {
    /** The model that serves whoever asks for none, if there is one of that id. */
    public static final String DEFAULT_MODEL = "default";

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();

    /** Replaced with the lock held. */
    private volatile PoolTable table = PoolTable.empty();

    /** Those whose model is still to be closed, whether it is on offer or not; belongs to the lock. */
    private final Set<DecodePool> open = new LinkedHashSet<>();

    private final BusyTime busy;
    private boolean closed;

    private final DecodePool.Turns turns = new DecodePool.Turns() {
        @Override
        public long nowNanos() {
            return ticker.nanos();
        }

        @Override
        public void begins(DecodeJob job) {
            busy.count(1);
            job.state(DecodeJob.State.RUNNING);
            job.started(ticker.nanos());
        }

        @Override
        public void ended(DecodeJob job, DecodeJob.State state, String failure) {
            job.finished(state, ticker.nanos(), failure);
            busy.count(-1);
            DecodePool pool = poolOf(job);
            if (pool.queue.served(job.lane(), job.finishedNanos())) {
                pool.wake();
            }
        }

        @Override
        public void fails(DecodeJob job) {
            job.started(ticker.nanos());
            job.finished(DecodeJob.State.FAILED, ticker.nanos(), "no decode worker is left");
        }

        @Override
        public void gone(DecodePool pool) {
            open.remove(pool);
        }
    };

    /**
     * Starts with one model.
     *
     * @param workerCount platform threads, each with a recognizer of its own, at least 1
     * @throws DecodeException if the model gives no recognizer
     */
    public DecodeScheduler(SpeechModel model, int workerCount, Ticker ticker) {
        this.ticker = ticker;
        this.busy = new BusyTime(ticker);
        offer(new DecodePool(model, workerCount, "decode-", lock, turns));
    }

    /**
     * Offers one more model, which the scheduler closes when it is unloaded, or at its own end. Decodes go on meanwhile.
     *
     * @param workerCount as for the first one
     * @throws DecodeException if the model gives no recognizer; it is not closed then
     * @throws IllegalStateException if there is one of its id, or the scheduler is closed; it is not closed then
     */
    public void load(SpeechModel model, int workerCount) {
        offer(new DecodePool(model, workerCount, "decode-" + model.id() + "-", lock, turns));
    }

    /**
     * Takes a model away. New decodes of those who want it go to the model that stands in; those that wait have the given time to be
     * decoded by it, then they move as well. What runs then runs to its end, and the weights are freed behind it.
     *
     * @param patienceNanos how long to wait for its decodes
     * @return false if there is no such model or no other, and nothing was done
     */
    public boolean unload(String modelId, long patienceNanos) throws InterruptedException {
        DecodePool pool;
        boolean isDead;
        lock.lock();
        try {
            if (!table.has(modelId) || table.ids().size() == 1) {
                return false;
            }
            pool = table.serving(modelId);
            table = table.without(modelId);
            pool.leave();
            isDead = pool.liveWorkers() == 0;
            if (!isDead && !pool.awaitGone(patienceNanos)) {
                pool.queue.lanes().forEach(lane -> move(lane, table.serving(lane.modelId())));
                pool.thinnedOut();
            }
        } finally {
            lock.unlock();
        }
        if (isDead) {
            pool.closeModel();
        }
        return true;
    }

    /** Queues a job behind the others of its lane; a settled one goes in front of the lane's queued partials. */
    public void submit(DecodeJob job) {
        boolean stranded = false;
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the decode scheduler is closed");
            }
            DecodePool pool = table.serving(job.lane().modelId());
            move(job.lane(), pool);
            stranded = pool.liveWorkers() == 0;
            if (stranded) {
                turns.fails(job);
            } else if (pool.queue.add(job)) {
                pool.wake();
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
            DecodePool pool = poolOf(job);
            pool.queue.remove(job);
            pool.thinnedOut();
            job.state(DecodeJob.State.WITHDRAWN);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The id of the model that serves whoever wants this one: itself, else the one that stands in. Never waits. */
    public String serves(String wantedId) {
        return table.serving(wantedId).model().id();
    }

    /** The ids of the models on offer, in the order of loading. Never waits. */
    public List<String> modelIds() {
        return table.ids();
    }

    /** The models on offer, in the order of loading. */
    public List<LoadedModel> models() {
        return locked(() -> table.all().stream().map(DecodePool::view).toList());
    }

    /** The model that serves whoever asks for none. */
    public LoadedModel standIn() {
        return locked(() -> table.serving("").view());
    }

    /** Jobs that wait, those of a model that is being unloaded included. */
    public int queued() {
        return locked(() -> open.stream().mapToInt(pool -> pool.queue.size()).sum());
    }

    /** Jobs that run. */
    public int running() {
        return locked(() -> busy.running());
    }

    /** Time all workers together have spent on jobs since the start, running ones included; nanoseconds. */
    public long busyNanos() {
        return locked(() -> busy.nanos());
    }

    /** How late the latest settled decode is that could start now, against its own deadline or turn; nanoseconds, 0 = none is. */
    public long settledLatenessNanos() {
        lock.lock();
        try {
            long now = ticker.nanos();
            return open.stream()
                    .mapToLong(pool -> pool.queue.settledLatenessNanos(now))
                    .max()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    /** Workers of all models on offer that can take a job. */
    public int liveWorkers() {
        return models().stream().mapToInt(LoadedModel::liveWorkers).sum();
    }

    /** Workers of all models on offer that were started. */
    public int workerCount() {
        return table.all().stream().mapToInt(DecodePool::workerCount).sum();
    }

    /** Lets running decodes end, drops the rest without a report, waits for the workers and closes the models. */
    @Override
    public void close() {
        List<DecodePool> closing;
        lock.lock();
        try {
            closed = true;
            closing = List.copyOf(open);
            open.clear();
            for (DecodePool pool : closing) {
                pool.queue.drain();
                pool.shut();
            }
        } finally {
            lock.unlock();
        }
        for (DecodePool pool : closing) {
            try {
                pool.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pool.closeUnlessGone();
        }
    }

    private void offer(DecodePool pool) {
        String id = pool.model().id();
        lock.lock();
        try {
            if (closed || table.has(id)) {
                pool.abandon();
                throw new IllegalStateException(
                        closed ? "the decode scheduler is closed" : "there is a model " + id + " already");
            }
            open.add(pool);
            table = table.with(pool);
            pool.start();
        } finally {
            lock.unlock();
        }
    }

    /** The lane's jobs wait there from now on; belongs to the lock. */
    private static void move(DecodeLane lane, DecodePool to) {
        DecodePool from = lane.pool;
        if (from == to) {
            return;
        }
        if (from != null) {
            from.queue.part(lane);
            from.thinnedOut();
        }
        lane.pool = to;
        if (to.queue.join(lane)) {
            to.wake();
        }
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private static DecodePool poolOf(DecodeJob job) {
        return requireNonNull(job.lane().pool, "the lane's pool");
    }
}
