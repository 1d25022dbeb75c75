package io.heliograph.server.overload;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.limits.OverloadRules;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.OverloadStep;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.time.Ticker;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Looks at the signals, moves on the ladder, tells each move once, and on the last step closes the largest stream, one in each
 * period. What the lower steps mean is the matter of those who ask where the server stands. Thread-safe.
 */
public final class OverloadWatch {
    private static final System.Logger LOGGER = System.getLogger(OverloadWatch.class.getName());

    private final Supplier<OverloadRules> rules;
    private final Supplier<Pressure> signals;
    private final LongPredicate closeLargest;
    private final EventSink events;
    private final Ticker ticker;
    private final OverloadLadder ladder = new OverloadLadder();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile int height;
    private volatile Pressure pressure = Pressure.NONE;
    private boolean hasClosed;
    private long lastClosedNanos;

    /**
     * A watch on the ground.
     *
     * @param rules in force now
     * @param signals how much headroom is left now
     * @param closeLargest tells the stream that buffers most to settle and end; false if none buffers so many bytes
     */
    public OverloadWatch(
            Supplier<OverloadRules> rules,
            Supplier<Pressure> signals,
            LongPredicate closeLargest,
            EventSink events,
            Ticker ticker) {
        this.rules = rules;
        this.signals = signals;
        this.closeLargest = closeLargest;
        this.events = events;
        this.ticker = ticker;
    }

    /** Looks once; call it a few times a second. */
    public void tick() {
        looking.lock();
        try {
            OverloadRules now = rules.get();
            Pressure seen = signals.get();
            pressure = seen;
            List<StepChange> changes = ladder.look(now, seen, ticker.nanos());
            height = ladder.height();
            changes.forEach(this::tell);
            if (stands(OverloadStep.CLOSE_LARGEST)) {
                close(now, seen);
            }
        } finally {
            looking.unlock();
        }
    }

    /** Whether the server stands on a step or above it. */
    public boolean stands(OverloadStep step) {
        return height >= step.number();
    }

    /** The number of the step it stands on; 0 = none. */
    public int height() {
        return height;
    }

    /** The signals at the last look. */
    public Pressure pressure() {
        return pressure;
    }

    /** Only while memory is short at this moment: what was closed before may have been enough, and the step is left later. */
    private void close(OverloadRules now, Pressure seen) {
        boolean isDue = !hasClosed || ticker.nanos() - lastClosedNanos >= now.closePeriodNanos();
        double mark = now.close().memory();
        if (isDue && mark > 0 && seen.memory() >= mark && closeLargest.test(now.closeMinBytes())) {
            hasClosed = true;
            lastClosedNanos = ticker.nanos();
        }
    }

    private void tell(StepChange change) {
        events.record(new ServerEvent.OverloadStepChanged(change.step(), change.entered()));
        String step = "overload step %d (%s)"
                .formatted(change.step().number(), change.step().words());
        if (change.entered()) {
            LOGGER.log(
                    WARNING,
                    String.format(
                            Locale.ROOT,
                            "%s entered: %s %.2f, mark %.2f",
                            step,
                            change.signal().label(),
                            change.value(),
                            change.mark()));
        } else if (change.mark() > 0) {
            LOGGER.log(
                    INFO,
                    String.format(
                            Locale.ROOT,
                            "%s left: %s %.2f, mark %.2f",
                            step,
                            change.signal().label(),
                            change.value(),
                            change.mark()));
        } else {
            LOGGER.log(INFO, step + " left: switched off");
        }
    }
}
