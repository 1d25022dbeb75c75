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

    private SessionExpiry() {}

    /** Starts looking; a limit that changes is followed within a second. */
    static Periodic start(SessionRegistry sessions, LiveLimits limits, Ticker ticker) {
        LongSupplier timeout = () -> limits.now().sessions().sessionStartTimeoutNanos();
        return new Periodic(
                "session-expiry",
                () -> pause(timeout.getAsLong()),
                () -> sessions.expireUnclaimed(ticker.nanos(), timeout.getAsLong()));
    }

    /** Without a timeout there is nothing to look for. */
    static Duration pause(long timeoutNanos) {
        return Duration.ofNanos(
                timeoutNanos <= 0
                        ? MOST_PAUSE_NANOS
                        : Math.clamp(timeoutNanos / LOOKS, LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS));
    }
}
