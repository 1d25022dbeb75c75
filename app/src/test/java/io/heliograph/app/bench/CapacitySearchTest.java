package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CapacitySearchTest {
    private static final WordErrors ALONE = new WordErrors(20, 1_000);

    private final List<Integer> tried = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private static PacedLoad.Outcome outcome(int streams, double firstSeconds, int errors, int partials) {
        Percentiles first = new Percentiles();
        first.add(firstSeconds);
        Percentiles finals = new Percentiles();
        finals.add(0.6);
        return new PacedLoad.Outcome(
                streams, first, finals, finals, new WordErrors(errors, 1_000), 0, partials, 100, 0, 0);
    }

    private record Found(int following, int atDistance) {}

    private Found climb(CapacitySearch.Trial trial, int first, int narrowest) throws Exception {
        CapacitySearch search = new CapacitySearch(
                streams -> {
                    tried.add(streams);
                    return trial.with(streams);
                },
                streams -> ALONE,
                told::add);
        int atDistance = search.atDistance(first, 4, narrowest);
        return new Found(search.following(atDistance, first, 4, narrowest), atDistance);
    }

    @Test
    void theLargestNumberThatHoldsIsFoundAndTheLargestWhosePartialsCameAsOftenAsWithoutLoad() throws Exception {
        assertEquals(
                new Found(33, 29),
                climb(streams -> outcome(streams, streams <= 33 ? 0.6 : 1.3, 20, streams <= 29 ? 60 : 50), 10, 1));
        assertEquals(
                List.of(10, 14, 18, 22, 26, 30, 30, 28, 29, 33, 37, 37, 35, 35, 34, 34),
                tried,
                "whoever does not hold is tried again; from what keeps its distance on to what only holds");
    }

    @Test
    void whatOnlyOnceDidNotHoldHolds() throws Exception {
        assertEquals(
                new Found(14, 14),
                climb(streams -> outcome(streams, streams > 14 || tried.size() == 2 ? 1.3 : 0.6, 20, 60), 10, 4));
        assertEquals(List.of(10, 14, 14, 18, 18), tried);
    }

    @Test
    void aLostWordInTwoHundredIsOneTooMany() throws Exception {
        assertEquals(new Found(10, 10), climb(streams -> outcome(streams, 0.6, streams > 10 ? 26 : 25, 60), 10, 4));
        assertTrue(told.getFirst().startsWith("holds     10 streams: first result P50 600"), told.getFirst());
        assertTrue(told.getLast().endsWith("WER +0.60 points against alone"), told.getLast());
    }

    @Test
    void whereNothingHoldsNothingIsFound() throws Exception {
        assertEquals(new Found(0, 0), climb(streams -> outcome(streams, 1.3, 20, 60), 10, 1));
    }
}
