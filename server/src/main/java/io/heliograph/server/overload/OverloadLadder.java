package io.heliograph.server.overload;

import io.heliograph.server.limits.OverloadRules;
import io.heliograph.server.limits.OverloadRules.Marks;
import io.heliograph.server.telemetry.OverloadSignal;
import io.heliograph.server.telemetry.OverloadStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which step of the ladder the server stands on. A step is taken once a signal has been at its mark for the rising time, counted
 * from the step before; it is left once all signals have been low, below a share of the step's marks, for the falling time. In
 * between nothing moves, and no step is ever skipped. Pure: knows neither clock nor thread. Confined to one caller at a time.
 */
final class OverloadLadder {
    private static final List<OverloadStep> STEPS = List.of(OverloadStep.values());

    private int height;
    private boolean isHigh;
    private long highSinceNanos;
    private boolean isLow;
    private long lowSinceNanos;

    /** Steps taken and not left, from 0. */
    int height() {
        return height;
    }

    /**
     * Looks at the signals.
     *
     * @param nowNanos monotonic
     * @return what changed, in order: at most one step, or all that were taken once the ladder is switched off
     */
    List<StepChange> look(OverloadRules rules, Pressure pressure, long nowNanos) {
        if (!rules.enabled()) {
            return leaveAll(pressure);
        }
        Optional<StepChange> change = climb(rules, pressure, nowNanos).or(() -> descend(rules, pressure, nowNanos));
        change.ifPresent(moved -> {
            height += moved.entered() ? 1 : -1;
            isHigh = false;
            isLow = false;
        });
        return change.stream().toList();
    }

    private Optional<StepChange> climb(OverloadRules rules, Pressure pressure, long nowNanos) {
        if (height == STEPS.size()) {
            return Optional.empty();
        }
        OverloadStep next = STEPS.get(height);
        OverloadSignal worst = worst(marks(rules, next), pressure);
        double mark = mark(marks(rules, next), worst);
        if (mark <= 0 || pressure.of(worst) < mark) {
            isHigh = false;
            return Optional.empty();
        }
        if (!isHigh) {
            isHigh = true;
            highSinceNanos = nowNanos;
        }
        return nowNanos - highSinceNanos >= rules.riseNanos()
                ? Optional.of(new StepChange(next, true, worst, pressure.of(worst), mark))
                : Optional.empty();
    }

    private Optional<StepChange> descend(OverloadRules rules, Pressure pressure, long nowNanos) {
        if (height == 0) {
            return Optional.empty();
        }
        OverloadStep top = STEPS.get(height - 1);
        OverloadSignal worst = worst(marks(rules, top), pressure);
        double mark = mark(marks(rules, top), worst);
        if (mark > 0 && pressure.of(worst) >= rules.fallRatio() * mark) {
            isLow = false;
            return Optional.empty();
        }
        if (!isLow) {
            isLow = true;
            lowSinceNanos = nowNanos;
        }
        return nowNanos - lowSinceNanos >= rules.fallNanos()
                ? Optional.of(new StepChange(top, false, worst, pressure.of(worst), mark))
                : Optional.empty();
    }

    private List<StepChange> leaveAll(Pressure pressure) {
        int steps = height;
        height = 0;
        isHigh = false;
        isLow = false;
        return IntStream.range(0, steps)
                .mapToObj(left ->
                        new StepChange(STEPS.get(steps - 1 - left), false, OverloadSignal.MEMORY, pressure.memory(), 0))
                .toList();
    }

    /** The signal that stands highest against its mark; one without a mark stands lowest. */
    private static OverloadSignal worst(Marks marks, Pressure pressure) {
        OverloadSignal worst = OverloadSignal.MEMORY;
        for (OverloadSignal signal : OverloadSignal.values()) {
            if (share(marks, pressure, signal) > share(marks, pressure, worst)) {
                worst = signal;
            }
        }
        return worst;
    }

    private static double share(Marks marks, Pressure pressure, OverloadSignal signal) {
        double mark = mark(marks, signal);
        return mark > 0 ? pressure.of(signal) / mark : -1;
    }

    private static Marks marks(OverloadRules rules, OverloadStep step) {
        return switch (step) {
            case STRETCH_PARTIALS -> rules.stretch();
            case PARTIALS_OFF -> rules.partialsOff();
            case REFUSE_SESSIONS -> rules.refuse();
            case CLOSE_LARGEST -> rules.close();
        };
    }

    private static double mark(Marks marks, OverloadSignal signal) {
        return switch (signal) {
            case MEMORY -> marks.memory();
            case QUEUE -> marks.queue();
            case CPU -> marks.cpu();
        };
    }
}
