package io.heliograph.server.control;

import static java.lang.System.Logger.Level.INFO;

import io.heliograph.server.admission.Session;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.stream.LiveStream;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.time.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions for an operator: who is there, ending one, and closing the door to new ones. Every viewer may look; the rest takes
 * the role operator. What is done is done without a database, too: its entry in the audit is written later then. Thread-safe.
 */
public final class SessionsControl {
    private static final System.Logger LOGGER = System.getLogger(SessionsControl.class.getName());

    private final SessionRegistry sessions;
    private final StreamRegistry streams;
    private final Drain drain;
    private final LateAudit trail;
    private final SessionFigures figures;
    private final Ticker ticker;

    SessionsControl(
            SessionRegistry sessions,
            StreamRegistry streams,
            Drain drain,
            LateAudit trail,
            SessionFigures figures,
            Ticker ticker) {
        this.sessions = sessions;
        this.streams = streams;
        this.drain = drain;
        this.trail = trail;
        this.figures = figures;
        this.ticker = ticker;
    }

    /** All registered sessions, in no order. */
    public List<SessionView> list(Operator operator) {
        operator.require(Role.VIEWER, "see sessions");
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

    /**
     * Ends a session. A stream is settled and gets every result of the audio it has sent, then UNAVAILABLE ERR1013, which tells
     * its client to come again later; one that no stream has claimed is forgotten.
     *
     * @param hash {@link SessionView#hash()}
     * @param reason why, for the log; must not be blank
     * @throws ControlException if the role does not allow it, the reason is missing, there is no such session, or too many entries wait
     *     for the audit
     */
    public void end(Operator operator, String hash, String reason) {
        operator.require(Role.OPERATOR, "end a session");
        String why = Reason.require(reason);
        Session session = sessions.all().stream()
                .filter(each -> hashOf(each).equals(hash))
                .findFirst()
                .orElseThrow(SessionsControl::unknown);
        AuditRecord record = trail.by(operator, AuditAction.SESSION_END, hash).because(why);
        trail.append(record);
        if (!sessions.removeUnclaimed(session, StreamEndReason.SERVER_SHUTDOWN.label())
                && !streams.stop(session.facts())) {
            trail.append(record.failed());
            throw unknown();
        }
        LOGGER.log(INFO, "session " + hash + " was ended by an operator");
    }

    /** Refuses new sessions with ERR1013 from now on; sessions and streams that are there go on. Repeating it is harmless. */
    public void drain(Operator operator, String reason) {
        operator.require(Role.OPERATOR, "drain the server");
        String why = Reason.require(reason);
        trail.append(trail.by(operator, AuditAction.SERVER_DRAIN, "").because(why));
        drain.order(true);
        LOGGER.log(INFO, "new sessions are refused: drained by an operator");
    }

    /** Lets new sessions in again. Repeating it is harmless. */
    public void undoDrain(Operator operator, String reason) {
        operator.require(Role.OPERATOR, "undo the drain");
        String why = Reason.require(reason);
        trail.append(trail.by(operator, AuditAction.SERVER_UNDRAIN, "").because(why));
        drain.order(false);
        LOGGER.log(INFO, "new sessions are let in again: an operator has undone the drain");
    }

    /** Whether new sessions are refused because the server is drained or stops. */
    public boolean isDraining(Operator operator) {
        operator.require(Role.VIEWER, "see whether the server drains");
        return drain.refusesSessions();
    }

    private SessionView view(Session session, @Nullable LiveStream stream) {
        SessionFigures.Figures served = figures.of(session.id());
        double audioSeconds = stream == null ? 0 : stream.audioSeconds();
        return new SessionView(
                hashOf(session),
                Hash16.of(session.client().limiterKey()),
                stream != null,
                session.facts().modelId(),
                session.facts().decodeProfile(),
                session.facts().languageCode(),
                (ticker.nanos() - session.createdNanos()) / 1e9,
                audioSeconds,
                stream == null ? 0 : stream.bufferBytes(),
                stream == null ? 0 : stream.pendingDecodes(),
                stream == null ? 0 : stream.triggers(),
                served.partials(),
                served.finals(),
                audioSeconds <= 0 ? 0 : served.inferenceSec() / audioSeconds,
                served.lastFinalSec(),
                served.late(),
                service(served));
    }

    private static SessionService service(SessionFigures.Figures served) {
        if (served.judged() == 0) {
            return SessionService.UNKNOWN;
        }
        if (served.isLastLate()) {
            return SessionService.LATE;
        }
        return served.late() > 0 ? SessionService.RECOVERED : SessionService.ON_TIME;
    }

    private static String hashOf(Session session) {
        return SessionView.hashOf(session.id());
    }

    private static ControlException unknown() {
        return new ControlException(ControlException.Kind.UNKNOWN, "there is no such session; it may just have ended");
    }
}
