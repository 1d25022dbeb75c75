package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.vad.VoiceDetector;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectivesBenchmarkTest {

    private static List<Boolean> passed(double clientSeconds, EngineView engine) {
        Percentiles client = new Percentiles();
        client.add(clientSeconds);
        return ObjectivesBenchmark.compared("final", client, engine).stream()
                .map(Figure::isPassed)
                .toList();
    }

    @Test
    void bothSidesMayBeApartByATenthAndFiveMilliseconds() {
        assertEquals(List.of(true, true, true), passed(0.5, new EngineView(1, 0.554, 0.446)));
        assertEquals(List.of(true, false, false), passed(0.5, new EngineView(1, 0.556, 0.444)));
    }

    @Test
    void aMissingEventOrNoEventsAtAllDoNotPass() {
        assertEquals(List.of(false, true, true), passed(0.5, new EngineView(2, 0.5, 0.5)));
        assertEquals(List.of(false, false, false), passed(0.5, new EngineView(0, Double.NaN, Double.NaN)));
    }

    @Test
    void theEnginesViewIsThatOfTheLastHour() throws IOException {
        String slo = """
            {"objectives":{"final":{"windows":{"1h":{"valid":18,"latency_sec":{"count":18,"p50":0.5,"p99":0.7}},
            "6h":{"valid":20}}},"first_partial":{"windows":{"1h":{"valid":0}}}}}
            """;
        assertEquals(new EngineView(18, 0.5, 0.7), EngineView.of(slo, "final"));
        assertEquals(new EngineView(0, Double.NaN, Double.NaN), EngineView.of(slo, "first_partial"));
        assertThrows(IOException.class, () -> EngineView.of(slo, "errors"));
    }

    @Test
    void utterancesOfKnownAudioBeginAndEndWithTheirSpeech() {
        float[] samples = new float[512 * 40];
        // Two frames, a short pause, one frame; long silence; one frame that nothing ends.
        for (int frame : new int[] {3, 4, 7, 39}) {
            samples[512 * frame] = 1;
        }
        assertEquals(
                List.of(
                        new SpokenUtterance(3 * 512, 8 * 512, 3 * 512 / 16_000.0),
                        new SpokenUtterance(39 * 512, 40 * 512, 512 / 16_000.0)),
                SpokenUtterance.in(samples, new FirstSample(), EndpointRules.ofSeconds(0.5, 0.5, 0.3, 0.2)));
    }

    /** Takes for speech what begins with a one. */
    private static final class FirstSample implements VoiceDetector {
        @Override
        public void detect(float[] samples, int offset, int windows, float[] probabilities) {
            for (int i = 0; i < windows; i++) {
                probabilities[i] = samples[offset + i * WINDOW_SAMPLES];
            }
        }

        @Override
        public void reset() {
            // Nothing is remembered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
