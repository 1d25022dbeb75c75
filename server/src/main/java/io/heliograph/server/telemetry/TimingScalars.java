package io.heliograph.server.telemetry;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Sum, number and maximum of one wait, as three scalars. Thread-safe; an observation takes no lock. */
final class TimingScalars {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongAdder sumNanos = new LongAdder();
    private final LongAdder count = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

    /** @param what the wait, as the HELP lines call it */
    TimingScalars(MetricSection section, String prefix, String what) {
        String scope = " of delivered decodes, ";
        section.decimal(prefix + "_total", MetricType.COUNTER, what + scope + "sum in seconds.", this::sumSeconds);
        section.count(prefix + "_count", MetricType.COUNTER, what + scope + "number.", count::sum);
        section.decimal(prefix + "_max", MetricType.GAUGE, what + scope + "maximum in seconds.", this::maxSeconds);
    }

    void observe(long nanos) {
        sumNanos.add(nanos);
        count.increment();
        maxNanos.accumulate(nanos);
    }

    double sumSeconds() {
        return sumNanos.sum() / NANOS_PER_SECOND;
    }

    double maxSeconds() {
        return maxNanos.get() / NANOS_PER_SECOND;
    }

    /** 0 if nothing was observed. */
    double averageSeconds() {
        long observed = count.sum();
        return observed == 0 ? 0 : sumSeconds() / observed;
    }
}
