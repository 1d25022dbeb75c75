package io.heliograph.server.telemetry;

import io.heliograph.server.limits.HealthRules;
import io.heliograph.server.telemetry.ServerEvent.DropReason;
import io.heliograph.server.time.Ticker;
import java.util.function.Supplier;

/**
 * Whether decodes succeed lately. A delivered decode is a success, one pending when the decode timeout expired a timeout, one
 * the engine failed on an error; other drops say nothing about the pool. Events age out at most a quarter of a second late.
 * Thread-safe and lock-free.
 */
public final class DecodeHealthWindow implements EventSink {
    private static final long SLOT_NANOS = 250_000_000L;
    private static final int SLOTS_PER_SECOND = 4;
    private static final int MAX_WINDOW_SECONDS = 3_600;
    /** Successes, timeouts and errors share a slot's payload; 4 095 of each in a quarter second, more count as 4 095. */
    private static final int COUNT_BITS = 12;

    private static final long MAX_COUNT = (1L << COUNT_BITS) - 1;
    private static final long SUCCESS = 1;
    private static final long TIMEOUT = 1L << COUNT_BITS;
    private static final long FAILURE = 1L << (2 * COUNT_BITS);

    private final Supplier<HealthRules> rules;
    private final SlottedRing ring;

    /** @param rules asked at each look, since they change while the server runs */
    public DecodeHealthWindow(Ticker ticker, Supplier<HealthRules> rules) {
        this.rules = rules;
        this.ring = new SlottedRing(
                ticker, SLOT_NANOS, MAX_WINDOW_SECONDS * SLOTS_PER_SECOND + 1, DecodeHealthWindow::saturatingSum);
    }

    @Override
    public void record(ServerEvent event) {
        if (event instanceof ServerEvent.DecodeDelivered) {
            ring.add(SUCCESS);
        } else if (event instanceof ServerEvent.DecodeFailed) {
            ring.add(FAILURE);
        } else if (event instanceof ServerEvent.DecodeDropped dropped && dropped.reason() == DropReason.TIMEOUT) {
            ring.add(TIMEOUT);
        }
    }

    /** Whether too few decodes ended lately to judge, or enough of them well. */
    public boolean isHealthy() {
        HealthRules now = rules.get();
        double windowSec = Math.min(MAX_WINDOW_SECONDS, Math.max(1, now.windowSec()));
        long[] counts = new long[3];
        ring.forEach(1 + (int) Math.ceil(windowSec * SLOTS_PER_SECOND), payload -> {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += count(payload, i * COUNT_BITS);
            }
        });
        double total = counts[0] + counts[1] + counts[2];
        if (total < Math.max(1, now.minEvents())) {
            return true;
        }
        return counts[1] / total < now.maxTimeoutRatio() && counts[0] / total >= now.minSuccessRatio();
    }

    private static long saturatingSum(long slot, long event) {
        long sum = 0;
        for (int shift = 0; shift <= (2 * COUNT_BITS); shift += COUNT_BITS) {
            sum |= Math.min(MAX_COUNT, count(slot, shift) + count(event, shift)) << shift;
        }
        return sum;
    }

    private static long count(long payload, int shift) {
        return (payload >>> shift) & MAX_COUNT;
    }
}
