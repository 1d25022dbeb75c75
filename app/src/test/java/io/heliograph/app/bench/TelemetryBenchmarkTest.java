package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TelemetryBenchmarkTest {

    private static List<Boolean> passed(Map<String, EventCost.Cost> costs) {
        return TelemetryBenchmark.verdict(costs).stream().map(Figure::isPassed).toList();
    }

    @Test
    void aKindFailsByItsOwnTimeAndAllFailByWhatOneKeeps() {
        Map<String, EventCost.Cost> costs = new LinkedHashMap<>();
        costs.put("in time", new EventCost.Cost(1_000, 24, 0));
        costs.put("late", new EventCost.Cost(1_001, 24, 1));
        assertEquals(List.of(true, false, true), passed(costs));
        costs.put("kept", new EventCost.Cost(10, 24, 16));
        assertEquals(List.of(true, false, true, false), passed(costs));
    }

    @Test
    void nothingMeasuredDoesNotPass() {
        assertEquals(List.of(false), passed(Map.of()));
    }

    @Test
    void aSinkThatKeepsItsEventsIsFoundOut() {
        List<ServerEvent> kept = new ArrayList<>();
        EventCost.Cost cost = new EventCost(kept::add, Ticker.system()).of(i -> new ServerEvent.ResultSent(i % 2 == 0));
        assertTrue(cost.keptBytes() >= 16, cost.toString());
        assertTrue(cost.bytes() >= 16, cost.toString());
        assertEquals(1_200_000, kept.size());
    }
}
