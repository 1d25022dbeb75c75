package io.heliograph.server.control;

import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was counted at moments of the last minute, so that a later one tells what came since. Confined to its owner's lock. */
final class RecentLooks {
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private final Ticker ticker;
    private final Deque<Look> looks = new ArrayDeque<>();

    /**
     * What was counted at a moment.
     *
     * @param nanos of the ticker
     * @param totals since the start of the server
     */
    record Look(long nanos, Traffic.Totals totals) {}

    /** Begins now, with nothing counted. */
    RecentLooks(Ticker ticker) {
        this.ticker = ticker;
        add(Traffic.Totals.zero());
    }

    /** Keeps what is counted now, and forgets what nobody can ask for any more. */
    Look add(Traffic.Totals totals) {
        Look look = new Look(ticker.nanos(), totals);
        looks.addLast(look);
        Look oldest = aMinuteAgo();
        looks.removeIf(each -> each.nanos() < oldest.nanos());
        return look;
    }

    /** The newest look that is a minute old or older, else the oldest there is. */
    Look aMinuteAgo() {
        long now = ticker.nanos();
        Look newest = looks.getFirst();
        for (Look each : looks) {
            newest = now - each.nanos() >= KEPT_NANOS ? each : newest;
        }
        return newest;
    }
}
