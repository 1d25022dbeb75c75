package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.app.client.ChunkTiming;
import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.STTResult;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpokenTimesTest {
    private final SpokenTimes times = new SpokenTimes(1_600);

    @Test
    void latenciesCountFromWhenTheChunksWithTheSpeechWereDueHoweverLateTheyWereSent() {
        chunks(40);
        // Speech from 1.05 to 2.55 s: in the chunks that were due at 1.0 and 2.5 s.
        result(false, 1_600);
        result(false, 2_400);
        result(true, 3_100);
        assertEquals(List.of(0.6), times.firstSeconds());
        assertEquals(List.of(0.6), times.finalSeconds());
        // The silence is over at 3.062 s, in the chunk that was due at 3.0 s.
        assertEquals(List.of(0.1), times.triggeredSeconds());
        assertEquals(2, times.partials());
        assertEquals(7_000_000, times.latestSendNanos());
    }

    @Test
    void aFinalWithoutPartialsIsTheFirstResult() {
        chunks(40);
        result(true, 3_100);
        assertEquals(List.of(2.1), times.firstSeconds());
    }

    @Test
    void anUtteranceWithLessThanASecondOfSpeechIsAskedForItsFinalAlone() {
        chunks(40);
        times.onResult(new TimedResult(
                STTResult.newBuilder()
                        .setIsFinal(true)
                        .setStartSec(0.75)
                        .setEndSec(2.15)
                        .build(),
                2_400_000_000L));
        assertEquals(List.of(), times.firstSeconds());
        assertEquals(List.of(0.5), times.finalSeconds());
    }

    @Test
    void aFrameArrivesWithItsLastSample() {
        chunks(40);
        // Frames of 512 samples: the first one ends in the chunk in which it begins, and then in the next one. The last
        // one of both
        // ends with a chunk.
        speech(16_000, 48_000, 2_000);
        speech(17_500, 48_000, 2_000);
        speech(17_088, 48_000, 2_000);
        assertEquals(List.of(1.0, 0.9, 1.0), times.firstSeconds());
        // Ends at 3.0 s, with the chunk that was due at 2.9 s.
        assertEquals(List.of(-0.9, -0.9, -0.9), times.finalSeconds());
    }

    private void speech(int onset, int end, long millis) {
        times.onResult(new TimedResult(
                STTResult.newBuilder()
                        .setIsFinal(true)
                        .setStartSec(onset / 16_000.0 - 0.3)
                        .setEndSec(end / 16_000.0 + 0.2)
                        .build(),
                millis * 1_000_000));
    }

    private void chunks(int count) {
        for (int i = 0; i < count; i++) {
            long due = i * 100_000_000L;
            times.onChunk(new ChunkTiming(i, 1_600L * i, 1_600L * (i + 1), due, due + 7_000_000));
        }
    }

    private void result(boolean isFinal, long millis) {
        times.onResult(new TimedResult(
                STTResult.newBuilder()
                        .setIsFinal(isFinal)
                        .setStartSec(0.75)
                        .setEndSec(2.75)
                        .build(),
                millis * 1_000_000));
    }
}
