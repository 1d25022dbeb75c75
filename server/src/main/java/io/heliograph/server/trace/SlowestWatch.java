package io.heliograph.server.trace;

import java.util.concurrent.TimeUnit;

/** Remembers the slowest utterances of one objective over an hour and a day. Thread-safe and lock-free. */
final class SlowestWatch {
    private final Slowest minutes;
    private final Slowest hours;

    SlowestWatch(long originNanos) {
        minutes = new Slowest(originNanos, TimeUnit.MINUTES.toNanos(1), 61);
        hours = new Slowest(originNanos, TimeUnit.HOURS.toNanos(1), 25);
    }

    /** Whether one of that rank is to be added. */
    boolean wants(long rank, long nowNanos) {
        return minutes.wants(rank, nowNanos) || hours.wants(rank, nowNanos);
    }

    void add(SlowUtterance utterance, long nowNanos) {
        minutes.add(utterance, nowNanos);
        hours.add(utterance, nowNanos);
    }

    SlowestUtterances view(long nowNanos) {
        return new SlowestUtterances(minutes.top(nowNanos), hours.top(nowNanos));
    }
}
