package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RecognitionStreamTest {
    private static final Map<String, String> PARTIALS = Map.of("partial", "1", "emit_final_on_vad", "1");
    private static final Map<String, String> FINALS = Map.of("emit_final_on_vad", "1");

    private StreamHarness harness = new StreamHarness(ScriptedModel.naming());

    @AfterEach
    void everythingIsGivenBack() {
        assertEquals(0, harness.gate.pending());
        assertEquals(0, harness.streams.size());
        assertEquals(0, harness.events.of(ServerEvent.FinalLost.class).size());
        harness.close();
    }

    private void use(ScriptedModel model) {
        harness.close();
        harness = new StreamHarness(model);
    }

    private static byte[] speech(double seconds) {
        return Pcm.bytes(Pcm.tone(440, 0.3, (int) (seconds * 16_000), 16_000));
    }

    private static byte[] silence(double seconds) {
        return Pcm.bytes(Pcm.silence((int) (seconds * 16_000)));
    }

    @Test
    void eachUtteranceGetsOneFinalAtItsEndpoint() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s")
                .send(silence(0.512))
                .send(speech(1.024))
                .send(silence(1))
                .send(speech(0.512))
                .send(silence(1));
        RecognitionResult first = call.next();
        // Onset 8192 less 0.3 s of pre-roll; speech ends at 24576, and 0.2 s of tail is heard.
        assertEquals(" from 3392 to 27776", first.text());
        assertTrue(first.isFinal());
        assertEquals(3392 / 16_000.0, first.startSec());
        assertEquals(27776 / 16_000.0, first.endSec());
        RecognitionResult second = call.next();
        // The frame at 40448 is the first with speech.
        assertEquals(" from 35648 to 52352", second.text());
        call.halfClose();
        StreamOutcome outcome = call.end();
        assertEquals(StatusName.OK, outcome.status());
        assertEquals(2, outcome.totals().count());
        assertEquals(2, call.finals().size());
        assertEquals(first.text().strip() + second.text(), second.committedText());
        assertEquals(0, harness.sessions.size());
    }

    @Test
    void theFinalIsDecodedAheadAndUsed() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call =
                harness.call("s").send(speech(1)).send(silence(0.3)).send(silence(0.3));
        call.next();
        call.halfClose().end();
        assertEquals(List.of(new ServerEvent.DecodeAhead(true)), harness.events.of(ServerEvent.DecodeAhead.class));
        assertEquals(1, harness.events.of(ServerEvent.DecodeScheduled.class).size());
    }

    @Test
    void speechAfterAShortPauseAbandonsTheDecodeAhead() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s")
                .send(speech(1.024))
                .send(silence(0.32))
                .send(speech(1.024))
                .send(silence(0.6));
        assertEquals(" from 0 to 41088", call.next().text());
        call.halfClose().end();
        assertEquals(
                List.of(new ServerEvent.DecodeAhead(false), new ServerEvent.DecodeAhead(true)),
                harness.events.of(ServerEvent.DecodeAhead.class));
        assertEquals(1, call.finals().size());
    }

    @Test
    void partialsComeWhileSpeechGoesOn() throws InterruptedException {
        harness.session("s", PARTIALS);
        StreamHarness.Call call = harness.call("s").send(speech(0.6));
        RecognitionResult first = call.next();
        assertFalse(first.isFinal());
        assertEquals(" from 0 to 8192", first.text());
        assertEquals("from 0 to 8192", first.unstableText());
        call.send(speech(1.5));
        assertFalse(call.next().isFinal());
        call.sendFinal(speech(0.1));
        call.end();
        assertEquals(1, call.finals().size());
        assertEquals("", call.finals().getFirst().unstableText());
    }

    @Test
    void withoutEmitFinalOnVadEveryFinalComesOnceAtTheEnd() throws InterruptedException {
        harness.session("s", Map.of());
        StreamHarness.Call call = harness.call("s")
                .send(speech(0.512))
                .send(silence(0.6))
                .send(speech(0.512))
                .send(silence(0.6));
        assertFalse(call.next().isFinal());
        assertFalse(call.next().isFinal());
        call.halfClose().end();
        assertEquals(2, call.finals().size());
        assertEquals(4, call.results.size());
        assertEquals(
                call.results.subList(0, 2).stream().map(RecognitionResult::text).toList(),
                call.finals().stream().map(RecognitionResult::text).toList());
        String whole = call.results.get(1).committedText();
        assertTrue(
                call.finals().stream().allMatch(result -> result.committedText().equals(whole)));
    }

    @Test
    void autoEndEndsTheStreamAtTheFirstEndpoint() throws InterruptedException {
        harness.session("s", Map.of(), 1, OptionalDouble.empty());
        StreamHarness.Call call =
                harness.call("s").send(speech(0.512)).send(silence(0.6)).send(speech(0.512));
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(1, call.results.size());
        assertTrue(call.results.getFirst().isFinal());
        assertEquals(
                StreamEndReason.AUTO_VAD_FINALIZED,
                harness.events.of(ServerEvent.StreamFinished.class).getFirst().reason());
    }

    @Test
    void withTheDetectorOffAllAudioIsOneUtterance() throws InterruptedException {
        harness.session("s", FINALS, 0, OptionalDouble.of(0));
        StreamHarness.Call call = harness.call("s")
                .send(silence(1))
                .send(speech(1))
                .send(silence(2))
                .sendFinal(new byte[0]);
        call.end();
        assertEquals(
                List.of(" from 0 to 64000"),
                call.finals().stream().map(RecognitionResult::text).toList());
    }

    @Test
    void aStreamWithoutDetectedSpeechIsDecodedButDoubtfulTextIsDropped() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s").send(silence(1)).sendFinal(new byte[0]);
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(List.of(), call.results);
        assertEquals(1, harness.events.of(ServerEvent.DecodeDelivered.class).size());
        assertEquals(
                List.of(new ServerEvent.GuardHit(ServerEvent.Guard.NO_SPEECH)),
                harness.events.of(ServerEvent.GuardHit.class));
    }

    @Test
    void longSpeechIsSplitAndNothingIsLostOrHeardTwice() throws InterruptedException {
        ScriptedModel model = ScriptedModel.naming();
        use(model);
        harness.session("s", FINALS, 0, OptionalDouble.of(0));
        StreamHarness.Call call = harness.call("s");
        for (int i = 0; i < 45; i++) {
            call.send(speech(1));
        }
        call.sendFinal(new byte[0]).end();
        long position = 0;
        for (var audio : model.heard()) {
            assertEquals(position, audio.startSample());
            assertTrue(audio.seconds() <= 20.1, "a piece of " + audio.seconds() + " s");
            position = audio.endSample();
        }
        assertEquals(45 * 16_000, position);
        assertEquals(model.heard().size(), call.finals().size());
    }

    @Test
    void chunksForAnotherSessionAreIgnoredEvenIfFinal() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s").send(speech(0.512));
        call.inbox.putChunk(new ClientChunk(java.nio.ByteBuffer.wrap(speech(1)), 16_000, true, "other", ""));
        call.halfClose();
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(" from 0 to 8192", call.finals().getFirst().text());
    }

    @Test
    void anUnknownSessionEndsTheCallWithoutTrailers() throws InterruptedException {
        StreamOutcome outcome = harness.call("nobody").end();
        assertEquals(ErrorCode.SESSION_ID_MISSING, outcome.errorCode());
        assertFalse(outcome.hasTrailers());
    }

    @Test
    void aSecondStreamOnTheSameSessionIsRefusedAndTheFirstGoesOn() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call first = harness.call("s").send(speech(0.512));
        while (harness.streams.active() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(
                ErrorCode.SESSION_ID_ALREADY_ACTIVE, harness.call("s").end().errorCode());
        first.halfClose();
        assertEquals(StatusName.OK, first.end().status());
        assertEquals(1, first.finals().size());
    }

    @Test
    void streamsWithoutASessionAreBoundedAndGiveTheirPlaceBack() throws InterruptedException {
        List<StreamHarness.Call> waiting = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(harness.call(""));
        }
        while (harness.streams.size() < 8) {
            Thread.onSpinWait();
        }
        StreamOutcome refused = harness.call("").end();
        assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, refused.errorCode());
        assertTrue(refused.detail().contains("8 of 8"), refused.detail());
        for (StreamHarness.Call call : waiting) {
            call.halfClose().end();
        }
        assertEquals(StatusName.OK, harness.call("").halfClose().end().status());
    }

    @Test
    void noChunksAndHalfCloseIsFine() throws InterruptedException {
        assertEquals(StatusName.OK, harness.call("").halfClose().end().status());
    }

    @Test
    void impossibleRatesAndLongChunksAreRefusedWithTheNumbers() throws InterruptedException {
        harness.session("a", FINALS);
        StreamHarness.Call slow = harness.call("a");
        slow.inbox.putChunk(new ClientChunk(java.nio.ByteBuffer.allocate(2), 3_999, false, "", ""));
        assertEquals(ErrorCode.AUDIO_CHUNK_TOO_LARGE, slow.end().errorCode());
        assertTrue(slow.end().detail().contains("3999"), slow.end().detail());

        harness.session("b", FINALS);
        StreamHarness.Call fits = harness.call("b").send(new byte[64_000]).halfClose();
        assertNull(fits.end().errorCode());

        harness.session("c", FINALS);
        StreamHarness.Call big = harness.call("c").send(new byte[64_002]);
        assertEquals(ErrorCode.AUDIO_CHUNK_TOO_LARGE, big.end().errorCode());
        assertTrue(big.end().detail().contains("64002"), big.end().detail());
    }

    @Test
    void tooMuchAudioIsSettledBeforeTheError() throws InterruptedException {
        harness.session("s", FINALS);
        harness.rules(rules ->
                new StreamRules(2_000, 1.5, 16_000, 0, 20, 8_000, 8_000, 24_000, 160_000, 0, 8, 0, 0, 0, 1 << 20));
        StreamHarness.Call call = harness.call("s").send(speech(1)).send(speech(1));
        StreamOutcome outcome = call.end();
        assertEquals(ErrorCode.STREAM_AUDIO_LIMIT_EXCEEDED, outcome.errorCode());
        assertEquals(1, call.finals().size());
        assertEquals(1, outcome.totals().count());
    }

    @Test
    void aSilentClientIsEndedByItself() throws InterruptedException {
        harness.rules(rules -> new StreamRules(
                2_000, 0, 16_000, 0, 20, 8_000, 8_000, 24_000, 160_000, 0, 8, 0, 0, 200_000_000L, 1 << 20));
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s").send(speech(0.512));
        assertEquals(ErrorCode.SESSION_TIMEOUT, call.end().errorCode());
        assertEquals(1, call.finals().size(), "what was said is settled first");
    }

    @Test
    void aClientThatTakesNoResultsIsEndedHoweverMuchItSends() throws InterruptedException {
        harness.rules(rules -> new StreamRules(
                2_000, 0, 16_000, 0, 20, 8_000, 8_000, 24_000, 160_000, 0, 8, 0, 0, 300_000_000L, 1 << 20));
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s");
        call.ready(false);
        call.send(speech(0.512)).send(silence(0.6));
        for (int i = 0; i < 10_000 && !call.isOver(); i++) {
            call.send(new byte[0]);
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(ErrorCode.SESSION_TIMEOUT, call.end().errorCode());
        assertTrue(
                call.end().detail().startsWith("no result was taken for 0."),
                call.end().detail());
        assertEquals(1, call.finals().size(), "the final is handed over all the same");
    }

    @Test
    void aFailedDecodeEndsOnlyItsStream() throws InterruptedException {
        use(new ScriptedModel(audio -> audio.seconds() > 2 ? "!" : " fine"));
        harness.session("bad", FINALS);
        harness.session("good", FINALS);
        StreamHarness.Call bad = harness.call("bad").send(speech(2)).sendFinal(speech(1));
        StreamHarness.Call good = harness.call("good").sendFinal(speech(1));
        assertEquals(ErrorCode.DECODE_TASK_FAILED, bad.end().errorCode());
        assertEquals(StatusName.OK, good.end().status());
        assertEquals(" fine", good.finals().getFirst().text());
    }

    @Test
    void aDecodeThatTakesTooLongEndsTheStreamAndItsResultIsDiscarded() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        use(new ScriptedModel(audio -> {
            try {
                assertTrue(mayEnd.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return " late";
        }));
        harness.rules(rules -> new StreamRules(
                2_000, 0, 16_000, 0, 20, 8_000, 8_000, 24_000, 160_000, 0, 8, 0, 100_000_000L, 0, 1 << 20));
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s").sendFinal(speech(1));
        assertEquals(ErrorCode.DECODE_TIMEOUT, call.end().errorCode());
        assertEquals("0.1s", call.end().detail());
        mayEnd.countDown();
        assertEquals(List.of(), call.results);
        ServerEvent.DecodeDropped dropped =
                harness.events.of(ServerEvent.DecodeDropped.class).getFirst();
        assertTrue(dropped.orphaned());
    }

    @Test
    void aClickThatTheDetectorTookForSpeechGivesNoWords() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s")
                .send(silence(0.512))
                .send(speech(0.064))
                .send(silence(1))
                .halfClose();
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(List.of(), call.results);
        assertEquals(
                List.of(new ServerEvent.GuardHit(ServerEvent.Guard.NO_SPEECH)),
                harness.events.of(ServerEvent.GuardHit.class));
        assertEquals(
                List.of(new ServerEvent.UtteranceEnded(ServerEvent.UtteranceEnd.VAD)),
                harness.events.of(ServerEvent.UtteranceEnded.class));
    }

    @Test
    void anUtteranceThatTheEngineFailsOnCountsAgainstTheObjectives() throws InterruptedException {
        use(new ScriptedModel(audio -> "!"));
        harness.session("s", FINALS);
        harness.call("s").sendFinal(speech(1)).end();
        assertEquals(
                List.of(new ServerEvent.UtteranceFailed(false, 0.992, true)),
                harness.events.of(ServerEvent.UtteranceFailed.class));
        assertEquals(
                List.of(new ServerEvent.UtteranceDropped(ServerEvent.UtteranceDropReason.ERROR)),
                harness.events.of(ServerEvent.UtteranceDropped.class));
        assertEquals(1, harness.events.of(ServerEvent.DecodeFailed.class).size());
        assertEquals(List.of(), harness.events.of(ServerEvent.DecodeDropped.class));
    }

    @Test
    void aClientThatLeavesFreesEverything() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s").send(speech(1));
        while (harness.streams.bufferBytes() == 0) {
            Thread.onSpinWait();
        }
        call.inbox.putClientGone();
        call.end();
        assertEquals(0, harness.sessions.size());
        assertEquals(
                List.of(new ServerEvent.UtteranceDropped(ServerEvent.UtteranceDropReason.STREAM_END)),
                harness.events.of(ServerEvent.UtteranceDropped.class));
        harness.session("s", FINALS);
        assertEquals(StatusName.OK, harness.call("s").halfClose().end().status());
    }

    @Test
    void aClientThatDoesNotReadGetsItsFinalsLater() throws InterruptedException {
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s");
        call.ready(false);
        for (int i = 0; i < 3; i++) {
            call.send(speech(0.512)).send(silence(0.6));
        }
        call.halfClose();
        while (harness.events.of(ServerEvent.DecodeScheduled.class).size() < 3) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), call.results);
        call.ready(true);
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(3, call.finals().size());
    }
}
