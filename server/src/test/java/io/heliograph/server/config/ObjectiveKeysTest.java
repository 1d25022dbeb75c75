package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Objectives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises are read exactly or not at all. */
final class ObjectiveKeysTest {
    @TempDir
    private Path folder;

    private Objectives load(String text) throws IOException {
        Path file = folder.resolve("server.yaml");
        Files.writeString(file, text);
        return new ConfigLoader(folder, Map.of())
                .load(new Overrides(file, null, null, null, Map.of()))
                .config()
                .limits()
                .objectives();
    }

    @Test
    void withoutKeysTheObjectivesAreTheContracts() throws IOException {
        Objectives objectives = load("objectives:\n");
        assertEquals(Objectives.ofContract(), objectives);
        assertEquals(300_000_000L, objectives.createSession().thresholdNanos());
        assertEquals(0.995, objectives.errors().target());
    }

    @Test
    void eachPartOfAPromiseCanBeChanged() throws IOException {
        Objective changed = load("""
                objectives:
                  first_partial_target: 0.95
                  first_partial_threshold_sec: 1.25
                  first_partial_window_sec: 604800
                  first_partial_min_speech_sec: 0.5
                  first_partial_paced_only: false
                """).firstPartial();
        assertEquals(0.95, changed.target());
        assertEquals(1_250_000_000L, changed.thresholdNanos());
        assertEquals(604_800, changed.windowSec());
        assertTrue(changed.counts(0.5, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first_partial_traget: 0.9 | unknown key objectives.first_partial_traget",
                "final_target: 1 | objectives.final_target must be a number above 0 and below 1, but is 1",
                "final_target: 0 | objectives.final_target must be a number above 0 and below 1, but is 0",
                "errors_target: 99.5 | objectives.errors_target must be a number above 0 and below 1, but is 99.5",
                "errors_window_sec: 59 | objectives.errors_window_sec must be a whole number from 60 to 3456000, but is 59",
                "final_threshold_sec: 0 | objectives.final_threshold_sec must be a number from 0.001 to 3600, but is 0",
                "errors_threshold_sec: 1 | unknown key objectives.errors_threshold_sec",
            })
    void anImpossiblePromiseStopsTheStartAndIsNamed(String line, String expected) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> load("objectives:\n  " + line + "\n"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(expected) && message.contains("line 2"), message);
    }
}
