package io.heliograph.server.control;

import io.heliograph.server.trace.SlowUtterance;
import java.time.Instant;

/**
 * An utterance that was among the slowest. Immutable.
 *
 * @param streamHash its stream, as in {@link SessionView#hash()}
 * @param overAt when it was over
 * @param utterance its time line
 */
public record SlowUtteranceView(String streamHash, Instant overAt, UtteranceView utterance) {

    static SlowUtteranceView of(SlowUtterance slow) {
        return new SlowUtteranceView(slow.streamHash(), slow.overAt(), UtteranceView.of(slow.utterance()));
    }
}
