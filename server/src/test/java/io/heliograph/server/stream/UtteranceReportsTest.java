package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.testing.LoudnessDetector;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each utterance is told once, with everything the objectives need. */
final class UtteranceReportsTest {
    private static final Map<String, String> PARTIALS = Map.of("partial", "1", "emit_final_on_vad", "1");

    private StreamHarness harness = new StreamHarness(ScriptedModel.naming());

    @AfterEach
    void close() {
        harness.close();
    }

    private static byte[] speech(double seconds) {
        return Pcm.bytes(Pcm.tone(440, 0.3, (int) Math.round(seconds * 16_000), 16_000));
    }

    private static byte[] silence(double seconds) {
        return Pcm.bytes(Pcm.silence((int) Math.round(seconds * 16_000)));
    }

    private void use(ScriptedModel model, int maxPending) {
        harness.close();
        harness = new StreamHarness(model, LoudnessDetector::new, maxPending);
    }

    private List<UtteranceTimes> times() {
        return harness.events.of(ServerEvent.UtteranceOver.class).stream()
                .map(ServerEvent.UtteranceOver::times)
                .toList();
    }

    @Test
    void theTimeLineOfAnUtteranceIsInOrder() throws InterruptedException {
        harness.session("s", PARTIALS);
        StreamHarness.Call call = harness.call("s").send(speech(0.576));
        call.next();
        call.send(silence(0.512)).send(speech(0.256)).send(silence(0.512)).halfClose();
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(List.of(1, 2), times().stream().map(UtteranceTimes::number).toList());
        UtteranceTimes first = times().getFirst();
        assertEquals(UtteranceEnd.VAD, first.end());
        assertEquals(0, first.speechStartSec());
        assertEquals(0.576, first.speechEndSec(), 0.04);
        assertTrue(first.isPaced());
        assertTrue(first.speechStartNanos() <= first.firstResultNanos(), first.toString());
        assertTrue(first.firstResultNanos() <= first.decidedNanos(), first.toString());
        assertTrue(first.decodeStartNanos() <= first.decodeEndNanos(), first.toString());
        assertTrue(first.decodeEndNanos() <= first.sentNanos(), first.toString());
        ServerEvent.FinalSent sent =
                harness.events.of(ServerEvent.FinalSent.class).getFirst();
        assertEquals(sent.fromLastSpeechNanos(), first.finalLatencyNanos(), "the same clock");
        assertEquals(
                harness.events.of(ServerEvent.FirstResultSent.class).getFirst().latencyNanos(),
                first.firstResultLatencyNanos());
    }

    @Test
    void anUtteranceWhosePartialFailsIsCountedOnce() throws InterruptedException {
        use(new ScriptedModel(audio -> "!"), 64);
        harness.session("s", PARTIALS);
        StreamHarness.Call call = harness.call("s").send(speech(1.024));
        assertEquals(ErrorCode.DECODE_TASK_FAILED, call.end().errorCode());
        List<ServerEvent.UtteranceFailed> failed = harness.events.of(ServerEvent.UtteranceFailed.class);
        assertEquals(1, failed.size());
        assertTrue(failed.getFirst().lacksFirstResult());
        assertEquals(1, times().size());
        assertNull(times().getFirst().end());
        ServerEvent.UtteranceOver over =
                harness.events.of(ServerEvent.UtteranceOver.class).getFirst();
        assertTrue(over.isFailed() && over.isFirstResultPromised(), over.toString());
    }

    @Test
    void anUtteranceWithoutAPlaceForItsSettledDecodeIsCountedAsFailed() throws InterruptedException {
        use(ScriptedModel.naming(), 1);
        harness.rules(rules -> new StreamRules(
                2_000, 0, 16_000, 0, 20, 8_000, 8_000, 24_000, 160_000, 0, 8, 0, 30_000_000_000L, 0, 1 << 20));
        PendingGate.Place taken = harness.gate.admitSettled(0).orElseThrow();
        harness.session("s", Map.of("emit_final_on_vad", "1"));
        StreamHarness.Call call = harness.call("s").send(speech(1.024)).send(silence(0.6));
        StreamOutcome outcome = call.end();
        taken.release();
        assertEquals(ErrorCode.DECODE_TIMEOUT, outcome.errorCode());
        assertEquals(1, harness.events.of(ServerEvent.UtteranceFailed.class).size());
    }

    @Test
    void aFirstResultCountsAlsoIfTheClientLeavesAfterIt() throws InterruptedException {
        harness.session("s", PARTIALS);
        StreamHarness.Call call = harness.call("s").send(speech(1.024));
        call.next();
        call.inbox.putClientGone();
        call.end();
        assertEquals(1, harness.events.of(ServerEvent.FirstResultSent.class).size());
        assertEquals(List.of(), harness.events.of(ServerEvent.UtteranceFailed.class));
        assertEquals(UtteranceTimes.NEVER, times().getFirst().finalLatencyNanos());
        assertFalse(
                harness.events.of(ServerEvent.UtteranceOver.class).getFirst().isFailed());
    }

    @Test
    void anUploadFasterThanSpeechIsNotPacedHoweverSlowTheAnswer() throws InterruptedException {
        harness.session("s", Map.of("emit_final_on_vad", "1"));
        StreamHarness.Call call = harness.call("s");
        for (int i = 0; i < 3; i++) {
            call.send(speech(1.024));
        }
        call.halfClose().end();
        assertEquals(
                List.of(false),
                harness.events.of(ServerEvent.FinalSent.class).stream()
                        .map(ServerEvent.FinalSent::isPaced)
                        .toList());
    }
}
