package io.heliograph.server.overload;

import io.heliograph.server.admission.MeasuredRoom;
import io.heliograph.server.limits.OverloadRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * For how many sessions there is room, from what those of the last ten seconds have cost: their mean share of the workers' time says
 * how many of their kind would fill it. It never reckons farther than twice what it has seen, and one session for each worker more, so
 * that a cost measured on silent or few sessions is not believed for many. While finals are late or memory is short there is room for one session for
 * each worker, as in the beginning: what holds up a server that has fewer comes from outside.
 * The answer is a number of sessions in all, not of further ones: whoever counts sessions exactly keeps it exactly, however many
 * come between two measurements. Pure: knows neither clock nor thread. Confined to one caller at a time.
 */
public final class Headroom {
    /** Longer than a sentence with its pause, short enough to follow a crowd: with a second between samples, ten seconds. */
    private static final int WINDOW_SAMPLES = 10;

    private static final int GROWTH = 2;

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * What the server does at a moment.
     *
     * @param nanos monotonic
     * @param busyNanos time all workers together have spent on decodes since the start
     * @param workers that can decode
     * @param sessions registered
     */
    public record Sample(long nanos, long busyNanos, int workers, int sessions) {}

    /**
     * Enters a sample and reckons.
     *
     * @param busyRatio share of the workers' time that may be used, above 0
     * @param rules from where on finals are late and memory is short: the marks of the ladder's first step
     */
    public MeasuredRoom measure(Sample now, Pressure pressure, double busyRatio, OverloadRules rules) {
        samples.addLast(now);
        if (samples.size() > WINDOW_SAMPLES + 1) {
            samples.removeFirst();
        }
        double busy = busyShare(now);
        double mean = samples.stream().mapToInt(Sample::sessions).average().orElse(0);
        boolean isShort = isAt(pressure.memory(), rules.stretch().memory())
                || isAt(pressure.queue(), rules.stretch().queue());
        return new MeasuredRoom(
                isShort ? now.workers() : room(mean, busy, busyRatio, now.workers()),
                because(mean, busy, pressure, rules));
    }

    private static int room(double mean, double busy, double busyRatio, int workers) {
        if (workers == 0) {
            return 0;
        }
        double proven = busy > 0 && mean > 0 ? mean * busyRatio / busy : Double.MAX_VALUE;
        return (int) Math.min(proven, Math.ceil(GROWTH * mean) + workers);
    }

    private double busyShare(Sample now) {
        Sample first = samples.getFirst();
        double possible = (double) (now.nanos() - first.nanos()) * now.workers();
        return possible > 0 ? (now.busyNanos() - first.busyNanos()) / possible : 0;
    }

    private static boolean isAt(double value, double mark) {
        return mark > 0 && value >= mark;
    }

    private static String because(double mean, double busy, Pressure pressure, OverloadRules rules) {
        return String.format(
                Locale.ROOT,
                "%.1f sessions kept the workers busy for %.0f %%, finals are %.1f s late, memory is %.0f %% full",
                mean,
                100 * busy,
                pressure.queue() * rules.queueLimitSec(),
                100 * pressure.memory());
    }
}
