package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What streams see of the cap over all buffers. */
final class BufferCapTest {
    private static final Map<String, String> FINALS = Map.of("emit_final_on_vad", "1");

    private final StreamHarness harness = new StreamHarness(ScriptedModel.naming());

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, harness.streams.bufferBytes());
        harness.close();
    }

    private static byte[] speech(int samples) {
        return Pcm.bytes(Pcm.tone(440, 0.3, samples, 16_000));
    }

    private void awaitBuffered(long bytes) {
        long rounds = 0;
        while (harness.streams.bufferBytes() != bytes) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            assertTrue(++rounds < 5_000, "buffered " + harness.streams.bufferBytes() + ", not " + bytes);
        }
    }

    private long droppedBytes() {
        return harness.events.of(ServerEvent.AudioDropped.class).stream()
                .mapToLong(ServerEvent.AudioDropped::bytes)
                .sum();
    }

    @Test
    void theLargestBufferLosesItsHeadAndItsTimesStayRight() throws InterruptedException {
        harness.bufferCapBytes = 60_000;
        harness.session("big", FINALS);
        harness.session("small", FINALS);
        StreamHarness.Call big = harness.call("big").send(speech(24_000));
        awaitBuffered(48_000);
        StreamHarness.Call small = harness.call("small").send(speech(8_000));
        awaitBuffered(60_000);
        RecognitionResult fromSmall = finish(small);
        assertEquals(" from 0 to 8000", fromSmall.text());
        RecognitionResult fromBig = finish(big);
        // 4,000 bytes were missing: two thousand samples of the head, an eighth of a second.
        assertEquals(" from 2000 to 24000", fromBig.text());
        assertEquals(0.125, fromBig.startSec());
        assertEquals(1.5, fromBig.endSec());
        assertEquals(4_000, droppedBytes());
    }

    @Test
    void oneStreamAloneKeepsItsNewestAudio() throws InterruptedException {
        harness.bufferCapBytes = 32_000;
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s").send(speech(12_800)).send(speech(6_400));
        awaitBuffered(32_000);
        call.send(speech(32_000));
        RecognitionResult result = finish(call);
        assertEquals(" from 35200 to 51200", result.text());
        assertEquals(2.2, result.startSec());
        assertEquals(70_400, droppedBytes());
    }

    @Test
    void audioThatIsSettledInTimeIsNotLost() throws InterruptedException {
        harness.bufferCapBytes = 80_000;
        harness.session("s", FINALS);
        StreamHarness.Call call = harness.call("s");
        for (int i = 0; i < 4; i++) {
            call.send(speech(12_800)).send(Pcm.bytes(Pcm.silence(12_800)));
            assertTrue(call.next().isFinal());
        }
        call.halfClose();
        assertEquals(StatusName.OK, call.end().status());
        assertEquals(0, droppedBytes());
    }

    private static RecognitionResult finish(StreamHarness.Call call) throws InterruptedException {
        call.halfClose();
        RecognitionResult result = call.next();
        assertTrue(result.isFinal());
        assertEquals(StatusName.OK, call.end().status());
        return result;
    }
}
