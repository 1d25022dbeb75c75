package io.heliograph.server.control;

import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.time.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What an operator may see and change while the server runs. Each call names the operator, and what their role does not allow is
 * refused here, whoever calls. Thread-safe.
 */
public final class ControlPlane {
    private final UsersControl users;
    private final LiveLimits liveLimits;
    private final LimitsControl limits;
    private final SessionsControl sessions;
    private final AuditControl audit;
    private final ObjectivesControl objectives;
    private final OverviewControl overview;
    private final TryOutControl tryOut = new TryOutControl();
    private final StreamsControl streams;
    private final EventSink sink;
    private final StoreControl store;
    private final ModelsControl models;

    /**
     * The control of a server.
     *
     * @param users the operators themselves
     * @param liveLimits the limits in force
     * @param configured what file, command line and environment say of them
     * @param limitsStore where changes of the limits are kept
     * @param log where the audit is kept
     * @param late the same audit for what is done without a database, too
     * @param database the database of both; empty if they live in memory
     * @param drain whether new sessions are let in
     * @param pendingDecodes decodes of all streams that are scheduled and not delivered
     * @param models what is loaded
     * @param overview at work
     * @param timelines told as {@link #streams()}
     */
    public ControlPlane(
            UsersControl users,
            LiveLimits liveLimits,
            Limits configured,
            LimitsStore limitsStore,
            AuditLog log,
            LateAudit late,
            Optional<SharedDatabase> database,
            SessionRegistry sessions,
            StreamRegistry streams,
            Drain drain,
            LongSupplier pendingDecodes,
            ModelLoading models,
            ObjectivesControl objectives,
            OverviewControl overview,
            StreamsControl timelines,
            Ticker ticker) {
        this.users = users;
        this.liveLimits = liveLimits;
        LimitUse use = new LimitUse(sessions, streams, pendingDecodes);
        this.limits = new LimitsControl(liveLimits, limitsStore, configured, use::of);
        SessionFigures figures = new SessionFigures(() -> liveLimits.now().objectives());
        this.sessions = new SessionsControl(sessions, streams, drain, late, figures, ticker);
        this.audit = new AuditControl(log);
        this.store = new StoreControl(database, new AuditTrail(log));
        this.models = new ModelsControl(models, new AuditTrail(log));
        this.objectives = objectives;
        this.overview = overview;
        this.streams = timelines;
        this.sink = EventSink.all(List.of(figures, overview.sink()));
    }

    /** Who the operators are, and signing in. */
    public UsersControl users() {
        return users;
    }

    /** What is allowed, and changing it. */
    public LimitsControl limits() {
        return limits;
    }

    /** Who is there, ending a session, draining the server. */
    public SessionsControl sessions() {
        return sessions;
    }

    /** Who did what, when and why. */
    public AuditControl audit() {
        return audit;
    }

    /** Whether what is promised holds. */
    public ObjectivesControl objectives() {
        return objectives;
    }

    /** The server at a glance. */
    public OverviewControl overview() {
        return overview;
    }

    /** Trying the server out as a client would. */
    public TryOutControl tryOut() {
        return tryOut;
    }

    /** What happened in a stream and when, and which utterances were slowest. */
    public StreamsControl streams() {
        return streams;
    }

    /** Where the control plane must get every event from. */
    public EventSink sink() {
        return sink;
    }

    /** Where everything is kept, and a copy of it. */
    public StoreControl store() {
        return store;
    }

    /** What is loaded, and loading more. */
    public ModelsControl models() {
        return models;
    }

    /** Tells the listener the limits in force now, and those of each later change. */
    public void onLimitsChange(Consumer<Limits> listener) {
        liveLimits.addListener(listener);
        // Everybody hears of the same limits again, in order with changes that come just now.
        liveLimits.replace(liveLimits.now());
    }
}
