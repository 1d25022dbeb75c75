package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.app.client.ChunkTiming;
import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.STTResult;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientWatchTest {
    /** Speech in frames 3 to 70, and a click in frames 100 and 101. */
    private final ClientWatch watch = new ClientWatch(List.of(
            new SpokenUtterance(3 * 512, 71 * 512, 68 * 512 / 16_000.0),
            new SpokenUtterance(100 * 512, 102 * 512, 2 * 512 / 16_000.0)));

    private final Percentiles first = new Percentiles();
    private final Percentiles finals = new Percentiles();

    @Test
    void latenciesCountFromWhenTheChunksWithTheFirstAndTheLastFrameWereSent() {
        chunks();
        // The first frame ends at sample 2,048, in the chunk sent at 107 ms; the last at 36,352, in the one sent at
        // 2,207 ms.
        result(false, 0, 0.5, 607);
        result(false, 0, 1.5, 1_607);
        result(true, 0, 2.4, 2_807);
        watch.addFirst(first, 1);
        watch.addFinals(finals);
        assertEquals(0.5, first.at(50), 1e-9);
        assertEquals(0.6, finals.at(50), 1e-9);
        assertEquals(1, first.count());
        assertEquals(1, finals.count());
    }

    @Test
    void aFinalAloneIsAFirstResultAndShortSpeechIsAskedForItsFinalOnly() {
        chunks();
        result(true, 0, 2.4, 2_807);
        result(true, 3.0, 3.4, 3_907);
        watch.addFirst(first, 1);
        watch.addFinals(finals);
        assertEquals(2.7, first.at(50), 1e-9);
        assertEquals(1, first.count());
        // Its last frame ends at sample 52,224, in the chunk sent at 3,207 ms.
        assertEquals(0.7, finals.at(100), 1e-9);
        assertEquals(2, finals.count());
    }

    @Test
    void aResultOfNoUtteranceIsAStray() {
        chunks();
        result(true, 2.5, 3.1, 3_807);
        assertEquals(1, watch.strayResults());
        watch.addFinals(finals);
        assertEquals(0, finals.count());
    }

    private void chunks() {
        for (int i = 0; i < 40; i++) {
            long due = i * 100_000_000L;
            watch.onChunk(new ChunkTiming(i, 1_600L * i, 1_600L * (i + 1), due, due + 7_000_000));
        }
    }

    private void result(boolean isFinal, double startSec, double endSec, long millis) {
        watch.onResult(new TimedResult(
                STTResult.newBuilder()
                        .setIsFinal(isFinal)
                        .setStartSec(startSec)
                        .setEndSec(endSec)
                        .build(),
                millis * 1_000_000));
    }
}
