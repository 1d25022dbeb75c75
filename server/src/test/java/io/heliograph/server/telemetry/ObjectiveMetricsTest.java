package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Good and bad as contract §17.1 defines them. */
final class ObjectiveMetricsTest {
    private static final Set<StatusName> BAD =
            Set.of(StatusName.INTERNAL, StatusName.UNKNOWN, StatusName.DATA_LOSS, StatusName.ABORTED);

    private final MetricsRecorder recorder = new MetricsRecorder(new FakeGauges(), new BuildFacts("0", "21"), () -> 0L);

    private void assertEvents(String sli, int good, int bad) {
        Exposition now = Exposition.parse(PrometheusText.of(recorder.snapshot()));
        assertEquals(good, now.value("stt_slo_events_total{sli=\"" + sli + "\",result=\"good\"}"), "good " + sli);
        assertEquals(bad, now.value("stt_slo_events_total{sli=\"" + sli + "\",result=\"bad\"}"), "bad " + sli);
    }

    private double count(String histogram) {
        return Exposition.parse(PrometheusText.of(recorder.snapshot())).value(histogram + "_count");
    }

    @Test
    void createSessionIsGoodUpToThreeHundredMilliseconds() {
        recorder.record(Events.rpc(RpcMethod.CREATE_SESSION, StatusName.OK, null, 300));
        recorder.record(Events.rpc(RpcMethod.CREATE_SESSION, StatusName.OK, null, 301));
        assertEvents("create_session", 1, 1);
        assertEvents("errors", 2, 0);
        assertEquals(2, count("stt_create_session_latency_seconds"));
    }

    @Test
    void streamsAreNoCreateSession() {
        recorder.record(Events.rpc(RpcMethod.STREAM, StatusName.OK, null, 60_000));
        assertEvents("create_session", 0, 0);
        assertEvents("errors", 1, 0);
    }

    @ParameterizedTest
    @EnumSource(StatusName.class)
    void onlyOurFaultsAreBad(StatusName status) {
        recorder.record(Events.rpc(RpcMethod.CREATE_SESSION, status, null, 1));
        int bad = BAD.contains(status) ? 1 : 0;
        assertEvents("errors", status == StatusName.OK ? 1 : 0, bad);
        assertEvents("create_session", status == StatusName.OK ? 1 : 0, bad);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void codesAreBadByTheirStatusAndDecodeTimeoutToo(ErrorCode code) {
        recorder.record(Events.rpc(RpcMethod.STREAM, code.status(), code, 1));
        boolean isBad = BAD.contains(code.status()) || code == ErrorCode.DECODE_TIMEOUT;
        assertEvents("errors", 0, isBad ? 1 : 0);
        assertEvents("create_session", 0, 0);
    }

    @Test
    void aRefusalForCapacityBelowTheLimitIsBadOnce() {
        ErrorCode code = ErrorCode.VAD_POOL_EXHAUSTED;
        recorder.record(Events.rpc(RpcMethod.CREATE_SESSION, code.status(), code, 5));
        assertEvents("errors", 0, 0);
        recorder.record(new ServerEvent.RpcEnded(
                RpcMethod.CREATE_SESSION, code.status(), code, "", "s", "c", 5 * Events.MILLI, true));
        assertEvents("errors", 0, 1);
        assertEvents("create_session", 0, 1);
        assertEquals(1, count("stt_create_session_latency_seconds"));
    }

    @Test
    void firstPartialIsGoodUpToTwoAndAHalfSeconds() {
        recorder.record(new ServerEvent.FirstResultSent(2_500 * Events.MILLI, 1.0, true));
        recorder.record(new ServerEvent.FirstResultSent(2_501 * Events.MILLI, 1.0, true));
        recorder.record(new ServerEvent.FirstResultSent(9_000 * Events.MILLI, 1.0, false));
        recorder.record(new ServerEvent.FirstResultSent(9_000 * Events.MILLI, 0.999, true));
        assertEvents("first_partial", 1, 1);
        assertEquals(2, count("stt_first_partial_latency_seconds"));
    }

    @Test
    void finalIsGoodUpToFiveSeconds() {
        recorder.record(new ServerEvent.FinalSent(5_000 * Events.MILLI, Events.MILLI, 0.1, true));
        recorder.record(new ServerEvent.FinalSent(5_001 * Events.MILLI, Events.MILLI, 0.1, true));
        recorder.record(new ServerEvent.FinalSent(1, 1, 0.1, false));
        assertEvents("final", 1, 1);
        assertEquals(2, count("stt_final_latency_seconds"));
        assertEquals(2, count("stt_final_after_trigger_seconds"));
    }

    @Test
    void anUtteranceThatFailedIsBadWithoutALatency() {
        recorder.record(new ServerEvent.UtteranceFailed(false, 2, true));
        recorder.record(new ServerEvent.UtteranceFailed(true, 2, true));
        recorder.record(new ServerEvent.UtteranceFailed(true, 2, false));
        assertEvents("final", 0, 2);
        assertEvents("first_partial", 0, 1);
        assertEquals(0, count("stt_final_latency_seconds"));
    }

    @Test
    void judgedIsByTheObjectivesInForce() {
        Objectives strict = Limits.defaults()
                .with(Map.of("objectives.final_threshold_sec", 1.0, "objectives.final_paced_only", false))
                .objectives();
        MetricsRecorder own = new MetricsRecorder(new FakeGauges(), new BuildFacts("0", "21"), () -> 0L, () -> strict);
        own.record(new ServerEvent.FinalSent(1_001 * Events.MILLI, 1, 2, false));
        assertEquals(
                1,
                Exposition.parse(PrometheusText.of(own.snapshot()))
                        .value("stt_slo_events_total{sli=\"final\",result=\"bad\"}"));
    }
}
