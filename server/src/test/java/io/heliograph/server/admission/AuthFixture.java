package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.heliograph.server.admission.AdmissionDecision.Admitted;
import io.heliograph.server.admission.AdmissionDecision.Rejected;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.testing.LoudnessDetector;
import io.heliograph.server.testing.RecordingEvents;
import io.heliograph.server.testing.TokenSignature;
import io.heliograph.server.vad.DetectorPool;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/** The real admission with clocks that tests move; the secret is {@code sec} and the time 1 700 000 000 s. */
final class AuthFixture {
    static final String ADDRESS = "127.0.0.1";
    private static final Map<String, Object> WITHOUT_LIMITS = Map.of(
            "server.max_sessions", 0,
            "server.max_sessions_per_ip", 0,
            "server.max_sessions_per_api_key", 0,
            "server.create_session_rps", 0,
            "server.max_audio_bytes_per_sec", 0);

    final FakeTicker ticker = new FakeTicker();
    final RecordingEvents events = new RecordingEvents();
    final DetectorPool detectors = new DetectorPool(LoudnessDetector::new, 0, 1, 0);
    final SessionRegistry registry = new SessionRegistry(detectors, events);
    final ClientRates rates;
    final AdmissionController admission;
    private Limits limits;
    boolean draining;

    AuthFixture(AuthProfile profile, Map<String, Object> changes) {
        limits = Limits.defaults().with(WITHOUT_LIMITS).with(changes);
        rates = new ClientRates(limits, events, ticker);
        admission = new AdmissionController(
                registry,
                () -> limits,
                profile,
                new SignedTokens("sec", () -> Instant.ofEpochSecond(1_700_000_000), ticker),
                rates,
                wanted -> "model",
                () -> draining,
                () -> false,
                events,
                ticker);
    }

    void change(Map<String, Object> changes) {
        limits = limits.with(changes);
        rates.apply(limits);
    }

    AdmissionDecision create(String id, Map<String, String> attributes, AuthHeaders headers) {
        return admission.create(draft(id, attributes, 0.5), ADDRESS, headers);
    }

    Session admitted(String id, Map<String, String> attributes) {
        return assertInstanceOf(Admitted.class, create(id, attributes, AuthHeaders.NONE))
                .session();
    }

    Rejected rejected(String id, Map<String, String> attributes) {
        return assertInstanceOf(Rejected.class, create(id, attributes, AuthHeaders.NONE));
    }

    static SessionDraft draft(String id, Map<String, String> attributes, double threshold) {
        return new SessionDraft(id, attributes, 0, 0.5, 0, OptionalDouble.of(threshold), false, "", 0, 0);
    }

    static AuthHeaders signed(String id, long timestamp) {
        return new AuthHeaders("", Long.toString(timestamp), TokenSignature.of("sec", id + ":" + timestamp));
    }
}
