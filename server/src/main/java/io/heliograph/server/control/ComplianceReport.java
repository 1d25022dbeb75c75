package io.heliograph.server.control;

import java.time.Instant;
import java.util.List;

/**
 * How the objectives were kept over a period, to be printed or filed. Immutable.
 *
 * @param from begin of the period
 * @param until its end
 * @param at when the report was made
 * @param serverVersion what ran when it was made
 * @param objectives all of them, judged as they are promised now
 * @param gaps times within the period about which the counts are not the whole truth
 * @param changes changes of the objectives within the period, newest first, as far as remembered
 */
public record ComplianceReport(
        Instant from,
        Instant until,
        Instant at,
        String serverVersion,
        List<Line> objectives,
        List<RecordGap> gaps,
        List<LimitsVersion> changes) {

    public ComplianceReport {
        objectives = List.copyOf(objectives);
        gaps = List.copyOf(gaps);
        changes = List.copyOf(changes);
    }

    /**
     * One objective over the period. Immutable.
     *
     * @param key as in {@link ObjectiveView#key()}
     * @param label the same for people
     * @param promise what is promised, one sentence
     * @param target share of good events promised
     * @param period the whole period
     * @param days the period day by day (UTC), oldest first
     */
    public record Line(
            String key,
            String label,
            String promise,
            double target,
            ObjectiveWindow period,
            List<ObjectiveWindow> days) {

        public Line {
            days = List.copyOf(days);
        }
    }
}
