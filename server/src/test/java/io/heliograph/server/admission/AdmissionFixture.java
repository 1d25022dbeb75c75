package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.testing.LoudnessDetector;
import io.heliograph.server.testing.RecordingEvents;
import io.heliograph.server.vad.DetectorPool;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Admission without a wire, whose limits and state the test sets by hand. */
class AdmissionFixture {
    static final String ADDRESS = "192.0.2.1";

    final RecordingEvents events = new RecordingEvents();
    final FakeTicker ticker = new FakeTicker();
    final DetectorPool detectors = new DetectorPool(LoudnessDetector::new, 0, 1, 0);
    final SessionRegistry sessions = new SessionRegistry(detectors, events);
    private final Map<String, Object> changes = new HashMap<>(Map.of(
            "server.max_sessions",
            0,
            "server.max_sessions_per_ip",
            0,
            "server.max_sessions_per_api_key",
            0,
            "server.create_session_rps",
            0));
    volatile Limits limits = Limits.defaults().with(changes);
    volatile boolean draining;
    volatile boolean backingOff;
    AuthProfile authProfile = AuthProfile.NONE;

    void limit(String key, Object value) {
        changes.put(key, value);
        limits = Limits.defaults().with(changes);
    }

    AdmissionController controller(SessionRegistry registry) {
        return new AdmissionController(
                registry,
                () -> limits,
                authProfile,
                new SignedTokens("", InstantSource.system(), ticker),
                new ClientRates(limits, events, ticker),
                wanted -> wanted.isEmpty() ? "first" : wanted,
                () -> draining,
                () -> backingOff,
                events,
                ticker);
    }

    AdmissionDecision create(Drafts drafts) {
        return controller(sessions).create(drafts.draft(), ADDRESS);
    }

    Session admitted(Drafts drafts) {
        return assertInstanceOf(AdmissionDecision.Admitted.class, create(drafts))
                .session();
    }

    AdmissionDecision.Rejected rejected(Drafts drafts) {
        return assertInstanceOf(AdmissionDecision.Rejected.class, create(drafts));
    }

    ErrorCode refusal(Drafts drafts) {
        return rejected(drafts).errorCode();
    }
}
