package io.heliograph.server;

import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Gives up sessions that no stream has claimed in their time. */
final class SessionExpiry {
    /** So many looks in the time that a session has: it is given up late by a fraction of that at most. */
    private static final int LOOKS = 4;

    private static final long MOST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LEAST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** Nobody is there who could be late, and whoever comes has all of the time yet. */
    private static final long IDLE_PAUSE_NANOS = Duration.ofSeconds(15).toNanos();

    private SessionExpiry() {}

    /** Starts looking. */
    static Periodic start(SessionRegistry sessions, LiveLimits limits, Ticker ticker) {
        LongSupplier timeout = () -> limits.now().sessions().sessionStartTimeoutNanos();
        Periodic looking = new Periodic(
                "session-expiry",
                () -> pause(timeout.getAsLong(), sessions.size() == 0),
                () -> sessions.expireUnclaimed(ticker.nanos(), timeout.getAsLong()));
        limits.addListener(next -> looking.hurry());
        return looking;
    }

    /**
     * Until the next look.
     *
     * @param timeoutNanos that a session has; ≤ 0 = for ever
     */
    static Duration pause(long timeoutNanos, boolean isIdle) {
        long most = isIdle ? IDLE_PAUSE_NANOS : MOST_PAUSE_NANOS;
        return Duration.ofNanos(timeoutNanos <= 0 ? most : Math.clamp(timeoutNanos / LOOKS, LEAST_PAUSE_NANOS, most));
    }
}
