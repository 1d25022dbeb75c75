package io.heliograph.server.overload;

import io.heliograph.server.limits.ThrottleRules;
import io.heliograph.server.telemetry.OverloadStep;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the adaptive throttle and the overload ladder hold back together, for those who obey: whichever wants more is obeyed, and a
 * stretch is never applied twice. Thread-safe.
 */
public final class PressureGates {
    private final AdaptiveThrottle throttle;
    private final OverloadWatch watch;
    private final Supplier<ThrottleRules> stretch;
    private final BooleanSupplier isManned;

    /**
     * Gates that follow both.
     *
     * @param stretch by how much partials stretch, for either
     * @param isManned whether as many sessions are open as decodes can run at once; with fewer the load is not theirs
     */
    public PressureGates(
            AdaptiveThrottle throttle, OverloadWatch watch, Supplier<ThrottleRules> stretch, BooleanSupplier isManned) {
        this.throttle = throttle;
        this.watch = watch;
        this.stretch = stretch;
        this.isManned = isManned;
    }

    /** The throttle, which counts dropped decodes. */
    public AdaptiveThrottle throttle() {
        return throttle;
    }

    /** The ladder. */
    public OverloadWatch ladder() {
        return watch;
    }

    /**
     * Whether CreateSession is refused now. The ladder never refuses the first sessions, one for each decode that can run at once:
     * what holds up a server that has fewer comes from outside, refusing them would not end it, and nobody would be served.
     */
    public boolean refusesSessions() {
        return throttle.refusesSessions() || (watch.stands(OverloadStep.REFUSE_SESSIONS) && isManned.getAsBoolean());
    }

    /** The distance of partials now, seconds; 0 = there are none. */
    public double partialIntervalSec(double normalSec) {
        if (watch.stands(OverloadStep.PARTIALS_OFF)) {
            return 0;
        }
        return watch.stands(OverloadStep.STRETCH_PARTIALS)
                ? stretch.get().stretchedIntervalSec(normalSec)
                : throttle.partialIntervalSec(normalSec);
    }
}
