package io.heliograph.server.trace;

import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream as it is known at a moment: its latest utterances and what became of it. Immutable; holds no text and no id.
 *
 * @param hash stands for its session id, as in log, metrics and session list
 * @param startedAt when the call began, from which all times of its utterances count
 * @param ageSeconds since then; of an ended stream up to its end
 * @param endReason why it ended; null while it runs
 * @param utteranceCount utterances so far
 * @param worstFinalNanos longest way from last speech to settled text of all of them, nanoseconds; {@link UtteranceTimes#NEVER}
 *     without any
 * @param utterances the latest, oldest first; earlier ones are no longer kept
 */
public record StreamTimeline(
        String hash,
        Instant startedAt,
        double ageSeconds,
        @Nullable StreamEndReason endReason,
        int utteranceCount,
        long worstFinalNanos,
        List<UtteranceTrace> utterances) {

    public StreamTimeline {
        utterances = List.copyOf(utterances);
    }

    public boolean isLive() {
        return endReason == null;
    }

    /** Utterances that are no longer kept. */
    public int droppedCount() {
        return utteranceCount - utterances.size();
    }
}
