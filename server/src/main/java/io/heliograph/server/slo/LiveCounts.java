package io.heliograph.server.slo;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.SliEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.WriterReaderPhaser;
import org.jspecify.annotations.Nullable;

/**
 * Counts events into the minute in which they happen. Thread-safe: recording takes no lock, never waits and leaves nothing on the
 * heap; whoever finds that a new minute has begun puts it in place, once a minute. Only one thread at a time takes finished
 * minutes over.
 */
final class LiveCounts {
    /** How long a thread that takes minutes over sleeps while a writer is between reading and counting. */
    private static final long YIELD_NANOS = 100_000;

    private final MinuteClock clock;
    private final WriterReaderPhaser writers = new WriterReaderPhaser();
    private final AtomicReference<LiveMinute> current;

    LiveCounts(MinuteClock clock, Objectives objectives) {
        this.clock = clock;
        this.current = new AtomicReference<>(new LiveMinute(clock.minute(), objectives, null));
    }

    void record(ServerEvent event) {
        if (!SliEvents.concerns(event)) {
            return;
        }
        long entered = writers.writerCriticalSectionEnter();
        try {
            LiveMinute minute = minuteOf(clock.minute());
            SliEvents.judge(event, minute.objectives(), minute);
        } finally {
            writers.writerCriticalSectionExit(entered);
        }
    }

    /** The objectives by which events are judged. */
    Objectives objectives() {
        return current().objectives();
    }

    /** From now on events are judged by these. */
    void judgeBy(Objectives objectives) {
        current.updateAndGet(now -> new LiveMinute(now.index(), objectives, now));
    }

    /** Begins the minute of the clock, if it has begun. */
    void advance() {
        minuteOf(clock.minute());
    }

    /** Whether events are counted in a minute that is yet to come. */
    boolean isAhead() {
        return current().index() > clock.minute() + 1;
    }

    /** The clock went back: counts into its minute from now on. */
    void goBack() {
        long index = clock.minute();
        current.updateAndGet(now -> new LiveMinute(index, now.objectives(), now));
    }

    /** The running minute is over before its time, because the process ends. */
    void endMinute() {
        current.updateAndGet(now -> new LiveMinute(now.index(), now.objectives(), now));
    }

    /** The minutes that are over and have not been taken over, after their last event; the running one stays. */
    List<LiveMinute> finished() {
        List<LiveMinute> finished = before(current());
        if (!finished.isEmpty()) {
            writers.readerLock();
            try {
                writers.flipPhase(YIELD_NANOS);
            } finally {
                writers.readerUnlock();
            }
        }
        return finished;
    }

    /** These have been taken over. */
    void forget(List<LiveMinute> taken) {
        LiveMinute minute = current();
        while (minute.previous() != null && minute.previous() != taken.getFirst()) {
            minute = requireNonNull(minute.previous(), "previous");
        }
        minute.forgetPrevious();
    }

    /** What no ledger has yet: the running minute, and those that are over but not taken over. */
    List<LiveMinute> untaken() {
        List<LiveMinute> all = before(current());
        all.addFirst(current());
        return all;
    }

    private static List<LiveMinute> before(LiveMinute minute) {
        List<LiveMinute> all = new ArrayList<>();
        for (@Nullable LiveMinute each = minute.previous(); each != null; each = each.previous()) {
            all.add(each);
        }
        return all;
    }

    private LiveMinute minuteOf(long index) {
        LiveMinute now = current();
        while (now.index() < index) {
            LiveMinute next = new LiveMinute(index, now.objectives(), now);
            LiveMinute witness = current.compareAndExchange(now, next);
            now = witness == now ? next : witness;
        }
        return now;
    }

    private LiveMinute current() {
        return requireNonNull(current.get(), "current");
    }
}
