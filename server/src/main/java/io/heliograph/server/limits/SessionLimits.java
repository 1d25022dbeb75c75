package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.ADMISSION_BY_HEADROOM;
import static io.heliograph.server.limits.LimitKey.CREATE_SESSION_BURST;
import static io.heliograph.server.limits.LimitKey.CREATE_SESSION_RPS;
import static io.heliograph.server.limits.LimitKey.HEADROOM_BUSY_RATIO;
import static io.heliograph.server.limits.LimitKey.MAX_SESSIONS;
import static io.heliograph.server.limits.LimitKey.MAX_SESSIONS_PER_API_KEY;
import static io.heliograph.server.limits.LimitKey.MAX_SESSIONS_PER_IP;
import static io.heliograph.server.limits.LimitKey.SESSION_START_TIMEOUT_SEC;
import static io.heliograph.server.limits.LimitKey.SESSION_TIMEOUT_SEC;
import static io.heliograph.server.limits.LimitKey.UNVERIFIED_KEY_IP_FACTOR;

/**
 * Who gets in and how long an idle session stays. Immutable.
 *
 * @param maxSessions registered sessions; ≤ 0 off
 * @param maxSessionsPerIp registered sessions of an address; ≤ 0 off
 * @param maxSessionsPerApiKey registered sessions of an API key; ≤ 0 off
 * @param createSessionRps CreateSession calls a second and client; ≤ 0 off
 * @param createSessionBurst calls at once; ≤ 0 = {@code createSessionRps}
 * @param unverifiedKeyIpFactor times a key's rates, shared by all unverified keys of an address; ≤ 0 off
 * @param sessionTimeoutSec inactivity that ends a stream, seconds; ≤ 0 off
 * @param sessionStartTimeoutSec life of an unclaimed session, seconds; ≤ 0 off
 * @param byHeadroom whether measured headroom bounds them, too
 * @param headroomBusyRatio share of the decode workers' time that headroom is reckoned to
 */
public record SessionLimits(
        int maxSessions,
        int maxSessionsPerIp,
        int maxSessionsPerApiKey,
        double createSessionRps,
        double createSessionBurst,
        double unverifiedKeyIpFactor,
        double sessionTimeoutSec,
        double sessionStartTimeoutSec,
        boolean byHeadroom,
        double headroomBusyRatio) {
    /** Streams without claim that are always allowed (contract §3.1). */
    private static final int MIN_UNBOUND_STREAMS = 64;

    /** Streams without claim while the number of sessions is not limited (contract §3.1). */
    private static final int UNBOUND_STREAMS_WITHOUT_LIMIT = 4096;

    public SessionLimits {
        MAX_SESSIONS.require(maxSessions);
        MAX_SESSIONS_PER_IP.require(maxSessionsPerIp);
        MAX_SESSIONS_PER_API_KEY.require(maxSessionsPerApiKey);
        CREATE_SESSION_RPS.require(createSessionRps);
        CREATE_SESSION_BURST.require(createSessionBurst);
        UNVERIFIED_KEY_IP_FACTOR.require(unverifiedKeyIpFactor);
        SESSION_TIMEOUT_SEC.require(sessionTimeoutSec);
        SESSION_START_TIMEOUT_SEC.require(sessionStartTimeoutSec);
        ADMISSION_BY_HEADROOM.require(byHeadroom);
        HEADROOM_BUSY_RATIO.require(headroomBusyRatio);
    }

    static SessionLimits from(LimitValues values) {
        return new SessionLimits(
                values.integer(MAX_SESSIONS),
                values.integer(MAX_SESSIONS_PER_IP),
                values.integer(MAX_SESSIONS_PER_API_KEY),
                values.number(CREATE_SESSION_RPS),
                values.number(CREATE_SESSION_BURST),
                values.number(UNVERIFIED_KEY_IP_FACTOR),
                values.number(SESSION_TIMEOUT_SEC),
                values.number(SESSION_START_TIMEOUT_SEC),
                values.flag(ADMISSION_BY_HEADROOM),
                values.number(HEADROOM_BUSY_RATIO));
    }

    void into(LimitValues values) {
        values.put(MAX_SESSIONS, maxSessions);
        values.put(MAX_SESSIONS_PER_IP, maxSessionsPerIp);
        values.put(MAX_SESSIONS_PER_API_KEY, maxSessionsPerApiKey);
        values.put(CREATE_SESSION_RPS, createSessionRps);
        values.put(CREATE_SESSION_BURST, createSessionBurst);
        values.put(UNVERIFIED_KEY_IP_FACTOR, unverifiedKeyIpFactor);
        values.put(SESSION_TIMEOUT_SEC, sessionTimeoutSec);
        values.put(SESSION_START_TIMEOUT_SEC, sessionStartTimeoutSec);
        values.put(ADMISSION_BY_HEADROOM, byHeadroom);
        values.put(HEADROOM_BUSY_RATIO, headroomBusyRatio);
    }

    /** The bucket of CreateSession calls of one key or address. */
    public BucketRate createSessionRate() {
        return BucketRate.of(createSessionRps, createSessionBurst);
    }

    /** The bucket of CreateSession calls of all unverified keys of one address. */
    public BucketRate createSessionUmbrella() {
        return createSessionRate().times(unverifiedKeyIpFactor);
    }

    /** How many streams may be open without having claimed a session. */
    public int maxUnboundStreams() {
        return maxSessions > 0
                ? (int) Math.min(Integer.MAX_VALUE, Math.max(MIN_UNBOUND_STREAMS, 4L * maxSessions))
                : UNBOUND_STREAMS_WITHOUT_LIMIT;
    }

    /** Inactivity that ends a stream, nanoseconds; {@link Long#MAX_VALUE} if off. */
    public long sessionTimeoutNanos() {
        return Span.nanosOrForever(sessionTimeoutSec);
    }

    /** Life of an unclaimed session, nanoseconds; {@link Long#MAX_VALUE} if off. */
    public long sessionStartTimeoutNanos() {
        return Span.nanosOrForever(sessionStartTimeoutSec);
    }
}
