package io.heliograph.app.bench;

import io.heliograph.app.client.CallEnd;
import java.util.List;

/**
 * How one recording was heard. Immutable.
 *
 * @param end how its stream ended
 * @param text all finals
 * @param finalSeconds for each final, from its last audio being due to its arrival
 * @param sentSeconds audio sent
 */
record Spoken(CallEnd end, String text, List<Double> finalSeconds, double sentSeconds) {
    /** The objective for finals (contract §17.1). */
    static final double FINAL_IN_TIME_SECONDS = 5;

    Spoken {
        finalSeconds = List.copyOf(finalSeconds);
    }

    long finalsInTime() {
        return finalSeconds.stream()
                .filter(each -> each <= FINAL_IN_TIME_SECONDS)
                .count();
    }
}
