package io.heliograph.console.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.control.UtteranceView;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WaitPartsTest {

    private static UtteranceView utterance(double decided, double decodeStart, double decodeEnd, double sent) {
        return new UtteranceView(1, "vad", 1, 0, 0.5, 2, decided, decodeStart, decodeEnd, sent, 0.5, sent - 2, "good");
    }

    private static List<WaitParts.Kind> kinds(WaitParts parts) {
        return parts.parts().stream().map(WaitParts.Part::kind).toList();
    }

    @Test
    void theWaitsFollowEachOtherAndMakeUpTheWhole() {
        WaitParts parts = WaitParts.of(utterance(2.5, 2.6, 2.9, 3.0));
        assertEquals(List.of(WaitParts.Kind.values()), kinds(parts));
        assertEquals(1.0, parts.totalSec(), 1e-9);
        assertEquals(
                1.0, parts.parts().stream().mapToDouble(WaitParts.Part::seconds).sum(), 1e-9);
    }

    @Test
    void whatWasDecodedAheadIsWaitedForOnlyAsFarAsItTookLonger() {
        WaitParts parts = WaitParts.of(utterance(2.5, 2.1, 2.7, 2.8));
        assertEquals(List.of(WaitParts.Kind.SILENCE, WaitParts.Kind.DECODE, WaitParts.Kind.DELIVERY), kinds(parts));
        assertEquals(0.2, parts.parts().get(1).seconds(), 1e-9);
        WaitParts done = WaitParts.of(utterance(2.5, 2.1, 2.3, 2.51));
        assertEquals(List.of(WaitParts.Kind.SILENCE, WaitParts.Kind.DELIVERY), kinds(done));
    }

    @Test
    void withoutSettledTextThereIsNothingToShow() {
        WaitParts parts = WaitParts.of(utterance(2.5, Double.NaN, Double.NaN, Double.NaN));
        assertTrue(parts.parts().isEmpty());
        assertEquals("no settled text", parts.words());
    }
}
