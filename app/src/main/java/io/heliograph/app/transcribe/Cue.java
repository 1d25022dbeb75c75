package io.heliograph.app.transcribe;

import java.util.List;

/**
 * A caption and when it is shown. Immutable.
 *
 * @param startMs from the start of the recording
 * @param endMs behind the start
 * @param lines one or two
 */
record Cue(long startMs, long endMs, List<String> lines) {

    Cue {
        if (startMs < 0 || endMs <= startMs) {
            throw new IllegalArgumentException("a cue from " + startMs + " ms to " + endMs + " ms");
        }
        lines = List.copyOf(lines);
    }
}
