package io.heliograph.server.stream;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.StreamEndReason;

/**
 * When a stream ends by itself: after a client that was silent for too long, a client that took no results for as long, or a last
 * flush that did not come to its end. Moments are monotonic nanoseconds. Confined to the stream's thread.
 */
final class StreamClocks {
    static final long NEVER = Long.MAX_VALUE;

    /** How long a client may take no results when silent clients are kept for ever (contract §4.4). */
    private static final long UNREAD_NANOS_WITHOUT_TIMEOUT = 60_000_000_000L;

    private long lastActivity;
    private long unreadSince = NEVER;
    private long flushDeadline = NEVER;

    StreamClocks(long now) {
        lastActivity = now;
    }

    /** The client sent something, or something of the client's is being worked on. */
    void active(long now) {
        lastActivity = now;
    }

    /** Results were handed over just now. */
    void resultsTaken(long now) {
        lastActivity = now;
        unreadSince = NEVER;
    }

    /** Whether results wait for the client: only taking one stops this clock. */
    void resultsWaiting(boolean waiting, long now) {
        unreadSince = waiting ? Math.min(unreadSince, now) : NEVER;
    }

    /** What was accepted must be settled and delivered by then. */
    void flushUntil(long deadline) {
        flushDeadline = deadline;
    }

    boolean isFlushOver(long now) {
        return now >= flushDeadline;
    }

    /**
     * The next moment at which one of the clocks runs out.
     *
     * @param isIdle whether silence counts: nothing is pending, and the server would read if something came
     */
    long nextDeadline(StreamRules rules, boolean isIdle) {
        return Math.min(flushDeadline, Math.min(inactivityDeadline(rules, isIdle), unreadDeadline(rules)));
    }

    /** Throws if the client has taken no results for too long. */
    void requireReader(StreamRules rules, long now) {
        if (now >= unreadDeadline(rules)) {
            throw timeout("no result was taken for %.1f s".formatted((now - unreadSince) / 1e9));
        }
    }

    /** Whether the client has been silent for too long. */
    boolean isSilent(StreamRules rules, boolean isIdle, long now) {
        return now >= inactivityDeadline(rules, isIdle);
    }

    /** The end of a stream whose client was silent. */
    StreamFailure silence(long now) {
        return timeout("nothing came for %.1f s".formatted((now - lastActivity) / 1e9));
    }

    private long inactivityDeadline(StreamRules rules, boolean isIdle) {
        return isIdle && rules.inactivityNanos() > 0 ? lastActivity + rules.inactivityNanos() : NEVER;
    }

    private long unreadDeadline(StreamRules rules) {
        if (unreadSince == NEVER) {
            return NEVER;
        }
        return unreadSince + (rules.inactivityNanos() > 0 ? rules.inactivityNanos() : UNREAD_NANOS_WITHOUT_TIMEOUT);
    }

    private static StreamFailure timeout(String detail) {
        return new StreamFailure(StreamEndReason.TIMEOUT, ErrorCode.SESSION_TIMEOUT, detail);
    }
}
