package io.heliograph.app.transcribe;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one recording came to. Immutable.
 *
 * @param name what the user called it
 * @param sessionId the session it was streamed in
 * @param audioSec length of the audio that was sent
 * @param wallSec from the start of the stream to its end
 * @param finals final results
 * @param finalP50Sec median time from an utterance's last audio to its final; absent unless paced
 * @param finalP99Sec the 99th percentile of the same
 * @param decodeTimes what the server says of its decodes, by the names of its trailing metadata
 */
record Summary(
        String name,
        String sessionId,
        double audioSec,
        double wallSec,
        long finals,
        OptionalDouble finalP50Sec,
        OptionalDouble finalP99Sec,
        Map<String, String> decodeTimes) {

    Summary {
        decodeTimes = Map.copyOf(decodeTimes);
    }

    /** Seconds of audio for a second of time; above 1 is faster than speech. */
    double speed() {
        return wallSec > 0 ? audioSec / wallSec : 0;
    }

    /** One line for a person. */
    String line() {
        String text = String.format(
                Locale.ROOT,
                "%s: %.1f s of audio in %.1f s (%.1f × real time), %d final%s",
                name,
                audioSec,
                wallSec,
                speed(),
                finals,
                finals == 1 ? "" : "s");
        return finalP50Sec.isEmpty() || finalP99Sec.isEmpty()
                ? text
                : text
                        + String.format(
                                Locale.ROOT,
                                ", %.2f s P50 and %.2f s P99 after the last audio",
                                finalP50Sec.getAsDouble(),
                                finalP99Sec.getAsDouble());
    }
}
