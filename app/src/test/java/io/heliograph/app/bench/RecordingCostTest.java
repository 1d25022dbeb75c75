package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.telemetry.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingCostTest {

    private static List<Boolean> passed(RecordingCost.Cost... costs) {
        return RecordingCost.verdict(List.of(costs)).stream()
                .map(Figure::isPassed)
                .toList();
    }

    private static RecordingCost.Cost cost(double nanos, double keptBytes) {
        return new RecordingCost.Cost("final", nanos, 1, 24, keptBytes);
    }

    @Test
    void aKindFailsByItsOwnTimeAndAllFailByWhatOneKeeps() {
        assertEquals(List.of(true, false, true), passed(cost(1_000, 0), cost(1_001, 1)));
        assertEquals(List.of(true, true, false), passed(cost(10, 0), cost(10, 16)));
    }

    @Test
    void whatWasNotMeasuredDoesNotPass() {
        assertEquals(List.of(false), passed());
        assertEquals(List.of(true, false), passed(cost(10, Double.NaN)));
    }

    @Test
    void whoKeepsEventsIsFoundOut() {
        List<ServerEvent> kept = new ArrayList<>();
        KeptBytes bytes = new KeptBytes();
        bytes.begin();
        for (int i = 0; i < 200_000; i++) {
            kept.add(EventKind.RESULT_SENT.event(i));
        }
        assertTrue(bytes.perOperation(200_000) >= 16);
        assertEquals(200_000, kept.size());
    }
}
