package io.heliograph.server.admission;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.limits.SessionLimits;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.SessionLimit;
import io.heliograph.server.vad.DetectorPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All registered sessions and the seats they take. A session is registered with every seat or not at all, whatever else races;
 * limits are read at each registration, so a lowered one throws nobody out. Thread-safe.
 */
public final class SessionRegistry {
    private final DetectorPool detectors;
    private final EventSink events;

    private volatile Supplier<MeasuredRoom> room = () -> MeasuredRoom.UNKNOWN;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Integer> seatsByAddress = new HashMap<>();
    private final Map<String, Integer> seatsByKey = new HashMap<>();

    public SessionRegistry(DetectorPool detectors, EventSink events) {
        this.detectors = detectors;
        this.events = events;
    }

    /**
     * From now on this bounds the sessions, too, where the limits say so.
     *
     * @param measured asked at each registration; must not wait
     */
    public void boundBy(Supplier<MeasuredRoom> measured) {
        room = measured;
    }

    /** For how many sessions there is room as far as measured, whether or not that bounds them. */
    public MeasuredRoom measuredRoom() {
        return room.get();
    }

    /** Whether one more session may be registered, as far as the total goes. */
    public boolean hasRoom(SessionLimits limits) {
        int total = size();
        return (limits.maxSessions() <= 0 || total < limits.maxSessions())
                && (!limits.byHeadroom() || total < room.get().sessions());
    }

    /** Makes the session once all seats are taken. */
    interface SessionMaker {
        Session make(DetectorPool.@Nullable Lease detector);
    }

    /**
     * Registers a session: total, address, key, the caller's own check, detector, id, signature, in this order.
     *
     * @param check a refusal that ranks behind the seats
     * @param useSignature uses up what the caller proved itself with; false if it was used before. It is asked last, so that a
     *     call that is refused can be repeated
     */
    AdmissionDecision register(
            String id,
            ClientIdentity client,
            SessionLimits limits,
            Supplier<Optional<AdmissionDecision.Rejected>> check,
            boolean needsDetector,
            BooleanSupplier useSignature,
            SessionMaker maker) {
        lock.lock();
        try {
            Optional<AdmissionDecision.Rejected> refusal =
                    seatRefusal(client, limits).or(check);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            DetectorPool.@Nullable Lease lease = null;
            if (needsDetector) {
                Optional<DetectorPool.Lease> leased = detectors.lease(Math.max(0, limits.maxSessions()));
                if (leased.isEmpty()) {
                    return new AdmissionDecision.Rejected(
                            ErrorCode.VAD_POOL_EXHAUSTED, "%d in use".formatted(detectors.inUse()), true);
                }
                lease = leased.get();
            }
            boolean isTaken = sessions.containsKey(id);
            Session session = maker.make(lease);
            if (isTaken || !useSignature.getAsBoolean()) {
                if (lease != null) {
                    lease.close();
                }
                return new AdmissionDecision.Rejected(
                        isTaken ? ErrorCode.SESSION_ID_ALREADY_ACTIVE : ErrorCode.CREATE_SESSION_AUTH_INVALID, "");
            }
            sessions.put(id, session);
            count(seatsByAddress, client.address(), 1);
            count(seatsByKey, client.apiKey(), 1);
            return new AdmissionDecision.Admitted(session);
        } finally {
            lock.unlock();
        }
    }

    /** The session of that id. */
    public Optional<Session> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(sessions.get(id));
        } finally {
            lock.unlock();
        }
    }

    /** Claims a session for a stream; false if another stream has it or it is gone. */
    public boolean claim(Session session) {
        return session.claim();
    }

    /** Ends a session that a stream had claimed: everything it held is free afterwards. Harmless if it is gone. */
    public void remove(Session session, String reason) {
        if (session.remove()) {
            release(session, reason);
        }
    }

    /** Ends the sessions that nobody has claimed for that long; gives their number. */
    public int expireUnclaimed(long nowNanos, long lifeNanos) {
        return endUnclaimed(session -> nowNanos - session.createdNanos() >= lifeNanos, "expired");
    }

    /** How long until a session that nobody has claimed is to be ended, nanoseconds; {@link Long#MAX_VALUE} if there is none. */
    public long untilNextExpiryNanos(long nowNanos, long lifeNanos) {
        lock.lock();
        try {
            return sessions.values().stream()
                    .filter(Session::isUnclaimed)
                    .mapToLong(session -> Math.max(0, session.createdNanos() + lifeNanos - nowNanos))
                    .min()
                    .orElse(Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /** Ends every session that nobody has claimed; gives their number. */
    public int removeUnclaimed(String reason) {
        return endUnclaimed(session -> true, reason);
    }

    /** Ends a session if nobody has claimed it; false if a stream has, or it is gone. */
    public boolean removeUnclaimed(Session session, String reason) {
        boolean ended = session.expire();
        if (ended) {
            release(session, reason);
        }
        return ended;
    }

    private int endUnclaimed(Predicate<Session> isDue, String reason) {
        List<Session> ended = new ArrayList<>();
        lock.lock();
        try {
            for (Session session : sessions.values()) {
                if (isDue.test(session) && session.expire()) {
                    ended.add(session);
                }
            }
        } finally {
            lock.unlock();
        }
        for (Session session : ended) {
            release(session, reason);
        }
        return ended.size();
    }

    /** Registered sessions. */
    public int size() {
        lock.lock();
        try {
            return sessions.size();
        } finally {
            lock.unlock();
        }
    }

    /** All registered sessions, in no order. */
    public List<Session> all() {
        lock.lock();
        try {
            return List.copyOf(sessions.values());
        } finally {
            lock.unlock();
        }
    }

    private void release(Session session, String reason) {
        DetectorPool.Lease detector = session.detector();
        lock.lock();
        try {
            // All seats come back at once: whoever finds room in the total finds a detector slot, too.
            if (detector != null) {
                detector.close();
            }
            sessions.remove(session.id(), session);
            count(seatsByAddress, session.client().address(), -1);
            count(seatsByKey, session.client().apiKey(), -1);
        } finally {
            lock.unlock();
        }
        events.record(new ServerEvent.SessionRemoved(session.id(), reason));
    }

    private Optional<AdmissionDecision.Rejected> seatRefusal(ClientIdentity client, SessionLimits limits) {
        int total = sessions.size();
        int here = client.address().isEmpty() ? 0 : seatsByAddress.getOrDefault(client.address(), 0);
        int own = client.apiKey().isEmpty() ? 0 : seatsByKey.getOrDefault(client.apiKey(), 0);
        if (limits.maxSessions() > 0 && total >= limits.maxSessions()) {
            return Optional.of(refused(SessionLimit.TOTAL, total, limits.maxSessions()));
        }
        MeasuredRoom measured = limits.byHeadroom() ? room.get() : MeasuredRoom.UNKNOWN;
        if (total >= measured.sessions()) {
            return Optional.of(outOfRoom(total, measured));
        }
        if (limits.maxSessionsPerIp() > 0 && here >= limits.maxSessionsPerIp()) {
            return Optional.of(refused(SessionLimit.IP, here, limits.maxSessionsPerIp()));
        }
        if (limits.maxSessionsPerApiKey() > 0 && own >= limits.maxSessionsPerApiKey()) {
            return Optional.of(refused(SessionLimit.API_KEY, own, limits.maxSessionsPerApiKey()));
        }
        return Optional.empty();
    }

    private AdmissionDecision.Rejected refused(SessionLimit limit, int inUse, int most) {
        events.record(new ServerEvent.SessionLimitHit(limit));
        return new AdmissionDecision.Rejected(
                ErrorCode.SESSION_LIMIT_EXCEEDED, "limit %s, in use %d of %d".formatted(limit.label(), inUse, most));
    }

    /** Fewer sessions are registered than the limit allows, so this is the server's fault. */
    private AdmissionDecision.Rejected outOfRoom(int inUse, MeasuredRoom measured) {
        events.record(new ServerEvent.SessionLimitHit(SessionLimit.TOTAL));
        return new AdmissionDecision.Rejected(
                ErrorCode.SESSION_LIMIT_EXCEEDED,
                "limit %s, in use %d of %d that there is room for: %s"
                        .formatted(SessionLimit.TOTAL.label(), inUse, measured.sessions(), measured.because()),
                true);
    }

    private static void count(Map<String, Integer> seats, String key, int change) {
        if (!key.isEmpty()) {
            seats.compute(key, (k, now) -> {
                int next = (now == null ? 0 : now) + change;
                return next == 0 ? null : next;
            });
        }
    }
}
