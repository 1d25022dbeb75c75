package io.heliograph.server;

import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;

/** Gives up sessions that no stream has claimed in their time, half a second late at most. */
final class SessionExpiry {
    private static final long LEAST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(15).toNanos();

    /** A pause as long as this, and shorter than the longest, may end half of it late ({@link Periodic}). */
    private static final long COARSE_NANOS = Duration.ofSeconds(5).toNanos();

    /** The longest may end half of it late, too. */
    private static final long SURELY_LEFT_NANOS = MOST_NANOS + MOST_NANOS / 2;

    private SessionExpiry() {}

    /** Starts looking; a limit that changes is followed at once. */
    static Periodic start(SessionRegistry sessions, LiveLimits limits, Ticker ticker) {
        Periodic looking = new Periodic(
                "session-expiry",
                () -> {
                    long life = life(limits);
                    return pause(life, sessions.untilNextExpiryNanos(ticker.nanos(), life));
                },
                () -> sessions.expireUnclaimed(ticker.nanos(), life(limits)));
        limits.addListener(next -> looking.hurry());
        return looking;
    }

    private static long life(LiveLimits limits) {
        return limits.now().sessions().sessionStartTimeoutNanos();
    }

    /**
     * Until the next look: until the next session is due, or one that comes now would be.
     *
     * @param lifeNanos that a session has
     * @param untilNextNanos that the oldest has left
     */
    static Duration pause(long lifeNanos, long untilNextNanos) {
        long left = Math.min(lifeNanos, untilNextNanos);
        if (left >= SURELY_LEFT_NANOS) {
            return Duration.ofNanos(MOST_NANOS);
        }
        return Duration.ofNanos(
                Math.clamp(left >= COARSE_NANOS ? left - COARSE_NANOS / 2 : left, LEAST_NANOS, MOST_NANOS - 1));
    }
}
