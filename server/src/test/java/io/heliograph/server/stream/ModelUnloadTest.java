package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams whose model is taken away while they speak. */
final class ModelUnloadTest {
    private static final Map<String, String> FINALS = Map.of("emit_final_on_vad", "1", "partial", "1");
    private static final int STREAMS = 6;

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final ScriptedModel first = new ScriptedModel("scripted", audio -> words("first", audio));
    private final ScriptedModel second = new ScriptedModel("second", audio -> words("second", audio));
    private StreamHarness harness = new StreamHarness(first);

    @AfterEach
    void everythingIsGivenBack() {
        mayEnd.countDown();
        assertEquals(0, harness.gate.pending());
        assertEquals(0, harness.streams.size());
        assertEquals(0, harness.events.of(ServerEvent.FinalLost.class).size());
        harness.close();
    }

    private static String words(String model, AudioView audio) {
        return String.format(Locale.ROOT, " %s from %d to %d", model, audio.startSample(), audio.endSample());
    }

    private static byte[] utterance() {
        return Pcm.bytes(Pcm.tone(440, 0.3, 16_384, 16_000));
    }

    private static byte[] silence() {
        return Pcm.bytes(Pcm.silence(16_000));
    }

    private static RecognitionResult nextFinal(StreamHarness.Call call) throws InterruptedException {
        RecognitionResult result = call.next();
        while (!result.isFinal()) {
            result = call.next();
        }
        return result;
    }

    @Test
    void everyUtteranceGetsItsFinalFromOneModelOrTheOther() throws InterruptedException {
        harness.scheduler.load(second, 1);
        List<StreamHarness.Call> calls = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            harness.session("s" + i, FINALS);
            calls.add(harness.call("s" + i).send(utterance()).send(silence()));
        }
        for (StreamHarness.Call call : calls) {
            assertTrue(nextFinal(call).text().startsWith(" first"));
            call.send(utterance());
        }
        assertTrue(harness.scheduler.unload("scripted", 0));
        for (StreamHarness.Call call : calls) {
            call.send(silence()).send(utterance()).halfClose();
        }
        for (StreamHarness.Call call : calls) {
            assertEquals(StatusName.OK, call.end().status());
            assertEquals(3, call.finals().size());
            assertTrue(
                    call.finals().getLast().text().startsWith(" second"),
                    call.finals().toString());
        }
        assertEquals(List.of("second"), harness.scheduler.modelIds());
    }

    @Test
    void aFinalThatIsBeingDecodedComesFromTheModelThatGoes() throws InterruptedException {
        harness.close();
        ScriptedModel slow = new ScriptedModel("scripted", audio -> {
            started.countDown();
            try {
                assertTrue(mayEnd.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return words("slow", audio);
        });
        harness = new StreamHarness(slow);
        harness.scheduler.load(second, 1);
        harness.session("s", Map.of("emit_final_on_vad", "1"));
        StreamHarness.Call call = harness.call("s").send(utterance()).send(silence());
        assertTrue(started.await(20, TimeUnit.SECONDS));
        assertTrue(harness.scheduler.unload("scripted", 0));
        call.send(utterance()).halfClose();
        assertEquals(-1, slow.recognizersAtClose(), "it still decodes");
        mayEnd.countDown();
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(2, call.finals().size());
        assertTrue(
                call.finals().getFirst().text().startsWith(" slow"),
                call.finals().toString());
        assertTrue(
                call.finals().getLast().text().startsWith(" second"),
                call.finals().toString());
    }
}
