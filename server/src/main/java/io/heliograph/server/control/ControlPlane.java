package io.heliograph.server.control;

import io.heliograph.server.admission.Session;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.stream.LiveStream;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.time.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an operator may see and change while the server runs. Thread-safe. */
public final class ControlPlane {
    private final LiveLimits liveLimits;
    private final LimitsStore store;
    private final SessionRegistry sessions;
    private final StreamRegistry streams;
    private final Ticker ticker;
    private final ReentrantLock changing = new ReentrantLock();

    public ControlPlane(
            LiveLimits liveLimits, LimitsStore store, SessionRegistry sessions, StreamRegistry streams, Ticker ticker) {
        this.liveLimits = liveLimits;
        this.store = store;
        this.sessions = sessions;
        this.streams = streams;
        this.ticker = ticker;
    }

    /** The limits in force. */
    public Limits limits() {
        return liveLimits.now();
    }

    /**
     * Changes limits: validated as a whole, stored, then in force for everybody.
     *
     * @param expectedVersion the version that the operator saw
     * @param changes new values by full key name ({@code server.max_sessions})
     * @param author who changes
     * @param reason why
     * @return the limits now in force
     * @throws io.heliograph.server.limits.LimitsInvalidException naming every bad key
     * @throws io.heliograph.server.limits.LimitsConflictException if another change came first
     */
    public Limits changeLimits(
            long expectedVersion, Map<String, ? extends @Nullable Object> changes, String author, String reason) {
        changing.lock();
        try {
            Limits saved = store.save(expectedVersion, limits().with(changes), author, reason);
            liveLimits.replace(saved);
            return saved;
        } finally {
            changing.unlock();
        }
    }

    /** Tells the listener of each later change of the limits. */
    public void onLimitsChange(Consumer<Limits> listener) {
        liveLimits.addListener(listener);
    }

    /** All registered sessions, in no order. */
    public List<SessionView> sessions() {
        Map<SessionFacts, LiveStream> running = new HashMap<>();
        for (LiveStream stream : streams.all()) {
            SessionFacts facts = stream.session();
            if (facts != null) {
                running.put(facts, stream);
            }
        }
        return sessions.all().stream()
                .map(session -> view(session, running.get(session.facts())))
                .toList();
    }

    private SessionView view(Session session, @Nullable LiveStream stream) {
        return new SessionView(
                session.facts(),
                Hash16.of(session.client().limiterKey()),
                stream != null,
                (ticker.nanos() - session.createdNanos()) / 1e9,
                stream == null ? 0 : stream.audioSeconds(),
                stream == null ? 0 : stream.bufferBytes(),
                stream == null ? 0 : stream.pendingDecodes(),
                stream == null ? 0 : stream.triggers());
    }
}
