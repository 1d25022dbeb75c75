package io.heliograph.server.control;

import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.slo.Hole;
import io.heliograph.server.slo.SloReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the engine says of the objectives, for people. Stateless. */
final class ObjectiveWords {
    private ObjectiveWords() {}

    static ObjectivesView view(SloReport report) {
        return new ObjectivesView(
                report.at(),
                report.configVersion(),
                report.state().since(),
                report.state().savedUntil(),
                report.state().isStoreFailing(),
                gaps(report.state().holes()),
                report.objectives().stream().map(ObjectiveWords::view).toList());
    }

    static List<RecordGap> gaps(List<Hole> holes) {
        return holes.stream()
                .map(hole -> new RecordGap(
                        Instant.ofEpochSecond(hole.fromSec()),
                        Instant.ofEpochSecond(hole.untilSec()),
                        hole.cause().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    static ObjectiveWindow window(SloReport.WindowReport report) {
        var counts = report.counts();
        var latencies = report.latencies();
        return new ObjectiveWindow(
                counts.name(),
                counts.seconds(),
                counts.from(),
                counts.validSince(),
                counts.validSinceCause(),
                counts.valid(),
                counts.good(),
                counts.shed(),
                counts.attainment(),
                switch (report.verdict()) {
                    case MET -> ObjectiveVerdict.MET;
                    case MISSED -> ObjectiveVerdict.MISSED;
                    case NOT_ENOUGH_DATA -> ObjectiveVerdict.NOT_ENOUGH_DATA;
                },
                latencies.count(),
                latencies.p50Sec(),
                latencies.p90Sec(),
                latencies.p99Sec(),
                latencies.maxSec());
    }

    static String label(Sli sli) {
        return switch (sli) {
            case CREATE_SESSION -> "Session created";
            case FIRST_PARTIAL -> "First result";
            case FINAL -> "Final text";
            case ERRORS -> "Calls without error";
        };
    }

    /** What is promised, one sentence. */
    static String promise(Objective objective) {
        String share = percent(objective.target());
        String time = seconds(objective.thresholdSec());
        String what = switch (objective.sli()) {
            case CREATE_SESSION -> share + " of sessions are created within " + time;
            case FIRST_PARTIAL -> share + " of utterances have their first result within " + time + " of speech";
            case FINAL -> share + " of utterances have their final text within " + time + " of their last speech";
            case ERRORS -> share + " of calls end without an error of the server";
        };
        return what + ", over " + span(objective.windowSec()) + ".";
    }

    /** A share as a person writes it: {@code 99 %}, {@code 97.2 %}; never rounded up to all. */
    static String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share * 100).setScale(6, RoundingMode.HALF_EVEN);
        RoundingMode down = RoundingMode.FLOOR;
        return percent.setScale(2, down).stripTrailingZeros().toPlainString() + " %";
    }

    static String seconds(double seconds) {
        if (seconds < 1) {
            return Math.round(seconds * 1_000) + " ms";
        }
        return BigDecimal.valueOf(seconds)
                        .setScale(2, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString() + " s";
    }

    /** A length of time in its largest whole unit. */
    static String span(long seconds) {
        Duration span = Duration.ofSeconds(seconds);
        if (seconds % 86_400 == 0) {
            return span.toDays() == 1 ? "1 day" : span.toDays() + " days";
        }
        return seconds % 3_600 == 0 ? span.toHours() + " h" : (seconds + 59) / 60 + " min";
    }

    private static ObjectiveView view(SloReport.ObjectiveReport report) {
        Objective objective = report.objective();
        return new ObjectiveView(
                objective.sli().label(),
                label(objective.sli()),
                promise(objective),
                objective.target(),
                objective.thresholdSec(),
                objective.windowSec(),
                window(report.promised()),
                report.budgetRemaining(),
                report.allowedBad(),
                report.windows().stream().map(ObjectiveWords::window).toList(),
                report.burnRates().stream()
                        .map(burn -> new ObjectiveBurn(
                                burn.alert(),
                                burn.factor(),
                                burn.longWindow(),
                                burn.longRate(),
                                burn.shortWindow(),
                                burn.shortRate(),
                                burn.isBurning()))
                        .toList());
    }
}
