package io.heliograph.server.overload;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.limits.ThrottleRules;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.time.Ticker;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The adaptive throttle of contract §8.5: looks for pressure at its interval, and while there is some, refuses new sessions for a
 * time and stretches the distance of partials. A check without pressure makes everything normal, the refusal too. It counts dropped
 * decodes as a recorder of events, those of clients that hung up left out. Thread-safe.
 */
public final class AdaptiveThrottle implements EventSink {
    /** With fewer dropped decodes since the last check their kinds say nothing (contract §8.5). */
    private static final long MIN_DROPS = 5;

    private static final System.Logger LOGGER = System.getLogger(AdaptiveThrottle.class.getName());

    private final Supplier<ThrottleRules> rules;
    private final Supplier<Load> load;
    private final Ticker ticker;
    private final LongAdder orphaned = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final ReentrantLock checking = new ReentrantLock();
    private long orphanedBefore;
    private long cancelledBefore;
    private long nextCheckNanos;
    private volatile boolean pressed;
    private volatile long backoffEndNanos;

    /**
     * What is in use of what is allowed, each as a share; 0 where there is no limit.
     *
     * @param pendingRatio pending decodes
     * @param bufferRatio buffered bytes
     */
    public record Load(double pendingRatio, double bufferRatio) {}

    public AdaptiveThrottle(Supplier<ThrottleRules> rules, Supplier<Load> load, Ticker ticker) {
        this.rules = rules;
        this.load = load;
        this.ticker = ticker;
        this.nextCheckNanos = ticker.nanos();
    }

    @Override
    public void record(ServerEvent event) {
        if (event instanceof ServerEvent.DecodeDropped dropped
                && dropped.reason() != ServerEvent.DropReason.CLIENT_GONE) {
            (dropped.orphaned() ? orphaned : cancelled).increment();
        }
    }

    /** Checks for pressure if the interval has passed, and at once whether it is still switched on. */
    public void tick() {
        checking.lock();
        try {
            ThrottleRules now = rules.get();
            if (!now.enabled()) {
                relax();
                nextCheckNanos = ticker.nanos();
            } else if (ticker.nanos() - nextCheckNanos >= 0) {
                nextCheckNanos = ticker.nanos() + now.intervalNanos();
                check(now);
            }
        } finally {
            checking.unlock();
        }
    }

    /** Whether there was pressure at the last check. */
    public boolean isActive() {
        return pressed;
    }

    /** Whether CreateSession is refused now. */
    public boolean refusesSessions() {
        return pressed && ticker.nanos() - backoffEndNanos < 0;
    }

    /** The distance of partials now, seconds. */
    public double partialIntervalSec(double normalSec) {
        return pressed ? rules.get().stretchedIntervalSec(normalSec) : normalSec;
    }

    private void check(ThrottleRules now) {
        long orphanedNow = orphaned.sum();
        long cancelledNow = cancelled.sum();
        long orphans = orphanedNow - orphanedBefore;
        long drops = orphans + cancelledNow - cancelledBefore;
        orphanedBefore = orphanedNow;
        cancelledBefore = cancelledNow;
        double orphanRate = drops >= MIN_DROPS ? (double) orphans / drops : 0;
        Load use = load.get();
        boolean pressure = use.pendingRatio() >= now.pendingRatioHigh()
                || use.bufferRatio() >= now.bufferRatioHigh()
                || (drops >= MIN_DROPS && orphanRate >= now.orphanRateHigh());
        if (!pressure) {
            relax();
            return;
        }
        backoffEndNanos = ticker.nanos() + now.createSessionBackoffNanos();
        if (!pressed) {
            pressed = true;
            LOGGER.log(
                    WARNING,
                    "adaptive throttle on: pending ratio %.2f, buffer ratio %.2f, orphan rate %.2f"
                            .formatted(use.pendingRatio(), use.bufferRatio(), orphanRate));
        }
    }

    private void relax() {
        if (pressed) {
            pressed = false;
            LOGGER.log(INFO, "adaptive throttle off");
        }
    }
}
