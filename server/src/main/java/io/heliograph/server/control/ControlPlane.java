package io.heliograph.server.control;

import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.time.Ticker;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What an operator may see and change while the server runs. Each call names the operator, and what their role does not allow is
 * refused here, whoever calls. Thread-safe.
 */
public final class ControlPlane {
    private final LiveLimits liveLimits;
    private final LimitsControl limits;
    private final SessionsControl sessions;

    /**
     * The control of a server.
     *
     * @param liveLimits the limits in force, which are the configured ones when the server starts
     * @param store where changes of the limits are kept
     * @param drain whether new sessions are let in
     * @param pendingDecodes decodes of all streams that are scheduled and not delivered
     */
    public ControlPlane(
            LiveLimits liveLimits,
            LimitsStore store,
            SessionRegistry sessions,
            StreamRegistry streams,
            Drain drain,
            LongSupplier pendingDecodes,
            Ticker ticker) {
        this.liveLimits = liveLimits;
        LimitUse use = new LimitUse(sessions, streams, pendingDecodes);
        this.limits = new LimitsControl(liveLimits, store, liveLimits.now(), use::of);
        this.sessions = new SessionsControl(sessions, streams, drain, ticker);
    }

    /** What is allowed, and changing it. */
    public LimitsControl limits() {
        return limits;
    }

    /** Who is there, ending a session, draining the server. */
    public SessionsControl sessions() {
        return sessions;
    }

    /** Tells the listener of each later change of the limits. */
    public void onLimitsChange(Consumer<Limits> listener) {
        liveLimits.addListener(listener);
    }
}
