package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.OVERLOAD_CLOSE_MEMORY;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_CLOSE_MIN_BYTES;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_CLOSE_PERIOD_SEC;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_ENABLED;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_FALL_RATIO;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_FALL_SEC;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_PARTIALS_OFF_CPU;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_PARTIALS_OFF_MEMORY;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_PARTIALS_OFF_QUEUE;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_QUEUE_LIMIT_SEC;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_REFUSE_CPU;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_REFUSE_MEMORY;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_REFUSE_QUEUE;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_RISE_SEC;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_STRETCH_CPU;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_STRETCH_MEMORY;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_STRETCH_QUEUE;
import static io.heliograph.server.limits.LimitKey.OVERLOAD_WATCH_CPU;

/**
 * When the server climbs its overload ladder, and when it comes down again. Immutable.
 *
 * @param enabled whether it climbs at all
 * @param riseSec how long a signal is at a step's mark before the step is taken, seconds
 * @param fallSec how long all signals are low before a step is left, seconds
 * @param fallRatio low is below this share of the step's marks
 * @param queueLimitSec lateness of settled decodes that is queue signal 1, seconds
 * @param watchesCpu whether processor load is a signal
 * @param stretch marks of stretched partials
 * @param partialsOff marks of no partials
 * @param refuse marks of no new sessions
 * @param close marks of closing the largest stream: of memory alone
 * @param closePeriodSec at most one stream is closed in this time, seconds
 * @param closeMinBytes streams that buffer less are not closed
 */
public record OverloadRules(
        boolean enabled,
        double riseSec,
        double fallSec,
        double fallRatio,
        double queueLimitSec,
        boolean watchesCpu,
        Marks stretch,
        Marks partialsOff,
        Marks refuse,
        Marks close,
        double closePeriodSec,
        long closeMinBytes) {

    /**
     * From where on a step is due; 0 = never for this signal.
     *
     * @param memory share of the memory there is
     * @param queue lateness of settled decodes in units of its limit
     * @param cpu share of the processors
     */
    public record Marks(double memory, double queue, double cpu) {
        private static Marks ofMemory(double memory) {
            return new Marks(memory, 0, 0);
        }
    }

    public OverloadRules {
        OVERLOAD_ENABLED.require(enabled);
        OVERLOAD_RISE_SEC.require(riseSec);
        OVERLOAD_FALL_SEC.require(fallSec);
        OVERLOAD_FALL_RATIO.require(fallRatio);
        OVERLOAD_QUEUE_LIMIT_SEC.require(queueLimitSec);
        OVERLOAD_WATCH_CPU.require(watchesCpu);
        OVERLOAD_STRETCH_MEMORY.require(stretch.memory());
        OVERLOAD_STRETCH_QUEUE.require(stretch.queue());
        OVERLOAD_STRETCH_CPU.require(stretch.cpu());
        OVERLOAD_PARTIALS_OFF_MEMORY.require(partialsOff.memory());
        OVERLOAD_PARTIALS_OFF_QUEUE.require(partialsOff.queue());
        OVERLOAD_PARTIALS_OFF_CPU.require(partialsOff.cpu());
        OVERLOAD_REFUSE_MEMORY.require(refuse.memory());
        OVERLOAD_REFUSE_QUEUE.require(refuse.queue());
        OVERLOAD_REFUSE_CPU.require(refuse.cpu());
        OVERLOAD_CLOSE_MEMORY.require(close.memory());
        OVERLOAD_CLOSE_PERIOD_SEC.require(closePeriodSec);
        OVERLOAD_CLOSE_MIN_BYTES.require(closeMinBytes);
    }

    static OverloadRules from(LimitValues values) {
        return new OverloadRules(
                values.flag(OVERLOAD_ENABLED),
                values.number(OVERLOAD_RISE_SEC),
                values.number(OVERLOAD_FALL_SEC),
                values.number(OVERLOAD_FALL_RATIO),
                values.number(OVERLOAD_QUEUE_LIMIT_SEC),
                values.flag(OVERLOAD_WATCH_CPU),
                new Marks(
                        values.number(OVERLOAD_STRETCH_MEMORY),
                        values.number(OVERLOAD_STRETCH_QUEUE),
                        values.number(OVERLOAD_STRETCH_CPU)),
                new Marks(
                        values.number(OVERLOAD_PARTIALS_OFF_MEMORY),
                        values.number(OVERLOAD_PARTIALS_OFF_QUEUE),
                        values.number(OVERLOAD_PARTIALS_OFF_CPU)),
                new Marks(
                        values.number(OVERLOAD_REFUSE_MEMORY),
                        values.number(OVERLOAD_REFUSE_QUEUE),
                        values.number(OVERLOAD_REFUSE_CPU)),
                Marks.ofMemory(values.number(OVERLOAD_CLOSE_MEMORY)),
                values.number(OVERLOAD_CLOSE_PERIOD_SEC),
                values.wide(OVERLOAD_CLOSE_MIN_BYTES));
    }

    void into(LimitValues values) {
        values.put(OVERLOAD_ENABLED, enabled);
        values.put(OVERLOAD_RISE_SEC, riseSec);
        values.put(OVERLOAD_FALL_SEC, fallSec);
        values.put(OVERLOAD_FALL_RATIO, fallRatio);
        values.put(OVERLOAD_QUEUE_LIMIT_SEC, queueLimitSec);
        values.put(OVERLOAD_WATCH_CPU, watchesCpu);
        values.put(OVERLOAD_STRETCH_MEMORY, stretch.memory());
        values.put(OVERLOAD_STRETCH_QUEUE, stretch.queue());
        values.put(OVERLOAD_STRETCH_CPU, stretch.cpu());
        values.put(OVERLOAD_PARTIALS_OFF_MEMORY, partialsOff.memory());
        values.put(OVERLOAD_PARTIALS_OFF_QUEUE, partialsOff.queue());
        values.put(OVERLOAD_PARTIALS_OFF_CPU, partialsOff.cpu());
        values.put(OVERLOAD_REFUSE_MEMORY, refuse.memory());
        values.put(OVERLOAD_REFUSE_QUEUE, refuse.queue());
        values.put(OVERLOAD_REFUSE_CPU, refuse.cpu());
        values.put(OVERLOAD_CLOSE_MEMORY, close.memory());
        values.put(OVERLOAD_CLOSE_PERIOD_SEC, closePeriodSec);
        values.put(OVERLOAD_CLOSE_MIN_BYTES, closeMinBytes);
    }

    /** How long a signal is at a step's mark before the step is taken, nanoseconds. */
    public long riseNanos() {
        return Span.nanos(riseSec);
    }

    /** How long all signals are low before a step is left, nanoseconds. */
    public long fallNanos() {
        return Span.nanos(fallSec);
    }

    /** Lateness of settled decodes that is queue signal 1, nanoseconds. */
    public long queueLimitNanos() {
        return Span.nanos(queueLimitSec);
    }

    /** At most one stream is closed in this time, nanoseconds. */
    public long closePeriodNanos() {
        return Span.nanos(closePeriodSec);
    }
}
