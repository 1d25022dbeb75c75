package io.heliograph.server.slo;

import io.heliograph.server.limits.Sli;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The past and the running minute as one, with the times about which it is not the whole truth. Thread-safe; nobody waits for a
 * store here.
 */
final class Ledger {
    /** Far more than happen, and few enough to show. */
    private static final int MAX_HOLES = 100;

    private final LiveCounts live;
    private final MinuteClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Timeline timeline = new Timeline();
    private final List<Hole> holes = new ArrayList<>();
    private long sinceSec;
    private long takenOverUntilMinute;
    private long version;

    Ledger(LiveCounts live, MinuteClock clock) {
        this.live = live;
        this.clock = clock;
        this.sinceSec = clock.second();
        this.takenOverUntilMinute = clock.minute();
    }

    /** Takes finished minutes over from the live counts, true if there were any; only one thread at a time does. */
    boolean takeOver() {
        List<LiveMinute> finished = live.finished();
        if (finished.isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            for (LiveMinute minute : finished) {
                minute.tallies().forEach((sli, tally) -> timeline.add(sli, minute.index(), tally));
            }
            live.forget(finished);
            takenOverUntilMinute = Math.min(finished.getFirst().index() + 1, clock.minute());
            timeline.prune(clock.minute());
            dropOldHoles();
            version++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The clock jumped: what lies in the future is pulled back, and the jump remembered. */
    void clockJumped(long seconds) {
        lock.lock();
        try {
            long now = clock.second();
            if (seconds > 0) {
                addHole(new Hole(now - seconds, now, Hole.Cause.CLOCK_AHEAD));
            } else {
                timeline.pullBack(clock.minute());
                addHole(new Hole(now, now, Hole.Cause.CLOCK_BACK));
            }
            version++;
        } finally {
            lock.unlock();
        }
    }

    /** Adds what a store held, once. */
    void addStored(StoredSlo stored) {
        lock.lock();
        try {
            long now = clock.second();
            stored.tallies().forEach(timeline::addStored);
            stored.holes().forEach(this::addHole);
            stored.run().ifPresent(run -> {
                if (!run.isClosed()) {
                    addHole(new Hole(Math.min(run.savedSec(), sinceSec), sinceSec, Hole.Cause.KILLED));
                }
                sinceSec = Math.min(sinceSec, run.sinceSec());
            });
            if (timeline.reachesBeyond(clock.minute())) {
                timeline.pullBack(clock.minute());
                addHole(new Hole(now, now, Hole.Cause.CLOCK_BACK));
            }
            timeline.prune(clock.minute());
            version++;
        } finally {
            lock.unlock();
        }
    }

    /** Reads past and running minute as of one moment. */
    <T> T read(Function<View, T> reader) {
        lock.lock();
        try {
            return reader.apply(new View());
        } finally {
            lock.unlock();
        }
    }

    /** What a store does not have yet. Give it back if the store fails. */
    SloBatch takeUnsaved(boolean isClosed) {
        lock.lock();
        try {
            long minute = clock.minute();
            return new SloBatch(
                    timeline.takeRemoved(),
                    timeline.takeUnsaved(),
                    holes,
                    Timeline.minuteHorizon(minute),
                    Timeline.hourHorizon(minute),
                    new StoredSlo.Run(sinceSec, isClosed ? clock.second() : takenOverUntilMinute * 60, isClosed));
        } finally {
            lock.unlock();
        }
    }

    void giveBack(SloBatch batch) {
        lock.lock();
        try {
            timeline.giveBack(batch.removed(), batch.saved());
        } finally {
            lock.unlock();
        }
    }

    private void addHole(Hole hole) {
        if (!holes.contains(hole)) {
            holes.add(hole);
        }
        dropOldHoles();
    }

    private void dropOldHoles() {
        long oldest = Timeline.hourHorizon(clock.minute()) * 60;
        holes.removeIf(hole -> hole.untilSec() < oldest);
        while (holes.size() > MAX_HOLES) {
            holes.removeFirst();
        }
    }

    /** What there is to read, valid inside {@link #read} only. */
    final class View {
        private View() {}

        /** The running minute. */
        long nowMinute() {
            return clock.minute();
        }

        long nowSecond() {
            return clock.second();
        }

        long sinceSecond() {
            return sinceSec;
        }

        List<Hole> holes() {
            return List.copyOf(holes);
        }

        /** Changes when the past does. */
        long version() {
            return version;
        }

        /** Tallies held, minutes and hours. */
        int size() {
            return timeline.size();
        }

        /** The past within a time, without what no ledger has taken over yet. */
        List<StoredTally> past(Sli sli, long from, long to) {
            return timeline.between(sli, from, to);
        }

        /** What was counted since, minutes within a time. */
        List<StoredTally> untaken(Sli sli, long from, long to) {
            List<StoredTally> all = new ArrayList<>();
            for (LiveMinute minute : live.untaken()) {
                Tally tally = minute.tallies().get(sli);
                if (tally != null && minute.index() >= from && minute.index() < to) {
                    all.add(new StoredTally(new TallyKey(sli, TallySpan.MINUTE, minute.index()), tally));
                }
            }
            return all;
        }
    }
}
