package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to the stream that buffers most when memory is short. */
final class LargestStreamTest {
    private final StreamHarness harness = new StreamHarness(ScriptedModel.naming());

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, harness.streams.bufferBytes());
        harness.close();
    }

    private StreamHarness.Call speaking(String id, int samples) {
        harness.session(id, Map.of());
        long before = harness.streams.bufferBytes();
        StreamHarness.Call call = harness.call(id).send(Pcm.bytes(Pcm.tone(440, 0.3, samples, 16_000)));
        for (int rounds = 0; harness.streams.bufferBytes() != before + 2L * samples; rounds++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            assertTrue(rounds < 5_000, "buffered " + harness.streams.bufferBytes());
        }
        return call;
    }

    @Test
    void itGetsTheTextOfAllItSentAndAnErrorThatSaysWhy() throws InterruptedException {
        StreamHarness.Call small = speaking("small", 8_000);
        StreamHarness.Call big = speaking("big", 24_000);
        assertTrue(harness.streams.closeLargest(1));
        StreamOutcome end = big.end();
        assertEquals(List.of(" from 0 to 24000"), texts(big));
        assertEquals(StatusName.DEADLINE_EXCEEDED, end.status());
        assertEquals(ErrorCode.DECODE_TIMEOUT, end.errorCode());
        assertEquals("memory is short, and this stream buffered most: 48000 bytes", end.detail());
        assertEquals(
                List.of(StreamEndReason.DECODE_BACKPRESSURE),
                harness.events.of(ServerEvent.StreamFinished.class).stream()
                        .map(ServerEvent.StreamFinished::reason)
                        .toList());
        assertEquals(List.of(), harness.events.of(ServerEvent.UtteranceFailed.class), "its text came");
        small.halfClose();
        assertEquals(StatusName.OK, small.end().status());
        assertEquals(List.of(" from 0 to 8000"), texts(small));
    }

    @Test
    void streamsThatBufferLittleAreLeftAlone() throws InterruptedException {
        assertFalse(harness.streams.closeLargest(1), "nobody is there");
        StreamHarness.Call call = speaking("s", 8_000);
        assertFalse(harness.streams.closeLargest(16_001));
        assertTrue(harness.streams.closeLargest(16_000));
        assertEquals(ErrorCode.DECODE_TIMEOUT, call.end().errorCode());
    }

    @Test
    void aStreamThatEndsAnywayEndsWell() throws InterruptedException {
        StreamHarness.Call call = speaking("s", 8_000);
        call.halfClose();
        call.inbox.putMemoryShort(16_000);
        assertEquals(StatusName.OK, call.end().status());
    }

    private static List<String> texts(StreamHarness.Call call) {
        return call.finals().stream().map(RecognitionResult::text).toList();
    }
}
