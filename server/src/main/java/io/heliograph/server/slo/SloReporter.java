package io.heliograph.server.slo;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.slo.SloReport.ObjectiveReport;
import io.heliograph.server.slo.SloReport.RecordState;
import io.heliograph.server.slo.SloReport.WindowReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Works out what follows from the ledger. Thread-safe. */
final class SloReporter {
    private static final Map<String, Long> WINDOWS =
            windows("1h", 3_600, "6h", 21_600, "1d", 86_400, "7d", 604_800, "30d", 2_592_000);
    private static final Map<String, Long> BURN_WINDOWS =
            windows("5m", 300, "30m", 1_800, "1h", 3_600, "6h", 21_600, "3d", 259_200);

    /** A rate over fewer events in the long window is chance. */
    private static final long ENOUGH_FOR_BURN = 100;

    private final Ledger ledger;
    private final WindowHistograms histograms = new WindowHistograms();

    SloReporter(Ledger ledger) {
        this.ledger = ledger;
    }

    private static Map<String, Long> windows(Object... namesAndSeconds) {
        Map<String, Long> windows = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSeconds.length; i += 2) {
            windows.put((String) namesAndSeconds[i], ((Number) namesAndSeconds[i + 1]).longValue());
        }
        return windows;
    }

    /** How complete the record is. */
    RecordState state(long storeFailures, boolean isStoreFailing, long savedSec, long clockJumps) {
        return ledger.read(view -> new RecordState(
                Instant.ofEpochSecond(view.sinceSecond()),
                savedSec == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(savedSec)),
                isStoreFailing,
                storeFailures,
                clockJumps,
                view.holes()));
    }

    SloReport report(Objectives objectives, long configVersion, RecordState state) {
        return ledger.read(view -> {
            List<ObjectiveReport> reports = new ArrayList<>();
            for (Objective objective : objectives.all()) {
                ObjectiveCounts counts = counts(view, objective);
                reports.add(new ObjectiveReport(
                        objective,
                        report(view, objective, counts.promised()),
                        counts.windows().stream()
                                .map(window -> report(view, objective, window))
                                .toList(),
                        counts.burnRates()));
            }
            return new SloReport(Instant.ofEpochSecond(view.nowSecond()), configVersion, state, reports);
        });
    }

    /** The same without latencies, which is quick. */
    List<ObjectiveCounts> counts(Objectives objectives) {
        return ledger.read(view -> objectives.all().stream()
                .map(objective -> counts(view, objective))
                .toList());
    }

    List<HistoryPoint> history(Sli sli, Duration length, Duration step) {
        long stepMinutes = Math.max(1, step.toMinutes());
        return ledger.read(view -> {
            long to = view.nowMinute() + 1;
            List<HistoryPoint> points = new ArrayList<>();
            for (long from = to - Math.max(1, length.toMinutes()); from < to; from += stepMinutes) {
                // Where only hours are kept, neighbours share the hour's begin as their border, and none is counted
                // twice.
                long end = from + stepMinutes >= to ? to : Timeline.begin(from + stepMinutes, view.nowMinute());
                long begin = Timeline.begin(from, view.nowMinute());
                if (begin >= end) {
                    continue;
                }
                long valid = 0;
                long good = 0;
                for (StoredTally each : view.past(sli, begin, end)) {
                    valid += each.tally().valid();
                    good += each.tally().good();
                }
                for (StoredTally each : view.untaken(sli, begin, end)) {
                    valid += each.tally().valid();
                    good += each.tally().good();
                }
                points.add(new HistoryPoint(Instant.ofEpochSecond(begin * 60), valid, good));
            }
            return points;
        });
    }

    private WindowReport report(Ledger.View view, Objective objective, WindowCounts counts) {
        return new WindowReport(
                counts,
                Verdict.of(counts.valid(), counts.good(), objective.target()),
                histograms.latencies(view, objective.sli(), counts.from().getEpochSecond() / 60));
    }

    private ObjectiveCounts counts(Ledger.View view, Objective objective) {
        List<StoredTally> untaken = view.untaken(objective.sli(), Long.MIN_VALUE, Long.MAX_VALUE);
        List<WindowCounts> windows = new ArrayList<>();
        WINDOWS.forEach((name, seconds) -> windows.add(window(view, objective, name, seconds, untaken)));
        Map<String, WindowCounts> burning = new LinkedHashMap<>();
        BURN_WINDOWS.forEach((name, seconds) -> burning.put(name, window(view, objective, name, seconds, untaken)));
        return new ObjectiveCounts(
                objective,
                window(view, objective, name(objective.windowSec()), objective.windowSec(), untaken),
                windows,
                List.copyOf(burning.values()),
                List.of(
                        burnRate("page_fast", 14.4, objective, burning, "1h", "5m"),
                        burnRate("page_slow", 6, objective, burning, "6h", "30m"),
                        burnRate("ticket", 1, objective, burning, "3d", "6h")));
    }

    private static BurnRate burnRate(
            String alert,
            double factor,
            Objective objective,
            Map<String, WindowCounts> windows,
            String longName,
            String shortName) {
        WindowCounts longer = requireNonNull(windows.get(longName), longName);
        WindowCounts shorter = requireNonNull(windows.get(shortName), shortName);
        double longRate = longer.burnRate(objective.budget());
        double shortRate = shorter.burnRate(objective.budget());
        return new BurnRate(
                alert,
                factor,
                longName,
                longRate,
                shortName,
                shortRate,
                longer.valid() >= ENOUGH_FOR_BURN && longRate >= factor && shortRate >= factor);
    }

    /** One objective over a time that need not end now. */
    WindowReport over(Objective objective, Instant from, Instant until) {
        return ledger.read(view -> {
            long now = view.nowMinute();
            long to = Math.clamp(Timeline.begin(minuteAtOrAfter(until), now), 0, now + 1);
            long begin = Math.min(to, Timeline.begin(Math.max(0, from.getEpochSecond()) / 60, now));
            WindowCounts counts = window(
                    view, objective, "period", (to - begin) * 60, begin, to, view.untaken(objective.sli(), begin, to));
            return new WindowReport(
                    counts,
                    Verdict.of(counts.valid(), counts.good(), objective.target()),
                    WindowHistograms.latencies(view, objective.sli(), begin, to));
        });
    }

    List<LatencyCount> distribution(Sli sli, Duration length) {
        return ledger.read(view -> {
            long to = view.nowMinute() + 1;
            long from = Timeline.begin(to - Math.max(1, length.toMinutes()), view.nowMinute());
            return WindowHistograms.distribution(view, sli, from, to);
        });
    }

    private static long minuteAtOrAfter(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond() + 59, 60);
    }

    private static WindowCounts window(
            Ledger.View view, Objective objective, String name, long seconds, List<StoredTally> untaken) {
        long to = view.nowMinute() + 1;
        long from = Timeline.begin(to - (seconds + 59) / 60, view.nowMinute());
        return window(view, objective, name, seconds, from, to, untaken);
    }

    private static WindowCounts window(
            Ledger.View view,
            Objective objective,
            String name,
            long seconds,
            long from,
            long to,
            List<StoredTally> untaken) {
        List<StoredTally> tallies = new ArrayList<>(view.past(objective.sli(), from, to));
        untaken.stream().filter(each -> each.key().startMinute() >= from).forEach(tallies::add);
        long valid = 0;
        long good = 0;
        long shed = 0;
        long ruleSince = from;
        for (StoredTally each : tallies) {
            valid += each.tally().valid();
            good += each.tally().good();
            shed += each.tally().shed();
            if (!each.tally().rule().equals(objective.rule())) {
                ruleSince = Math.max(
                        ruleSince,
                        Math.min(
                                to, each.key().startMinute() + each.key().span().minutes()));
            }
        }
        Trust trust = Trust.of(view, from * 60, to * 60, ruleSince * 60);
        return new WindowCounts(
                name,
                seconds,
                Instant.ofEpochSecond(from * 60),
                Instant.ofEpochSecond(trust.sinceSec()),
                trust.cause(),
                valid,
                good,
                shed);
    }

    private static String name(long seconds) {
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : (seconds + 59) / 60 + "m";
    }

    /** From when on the counts of a window tell the whole truth, and what happened then. */
    private record Trust(long sinceSec, String cause) {

        static Trust of(Ledger.View view, long fromSec, long toSec, long ruleSinceSec) {
            Trust trust = new Trust(fromSec, "window");
            trust = trust.orLater(Math.min(toSec, view.sinceSecond()), "start");
            for (Hole hole : view.holes()) {
                if (hole.fromSec() < toSec) {
                    trust = trust.orLater(
                            Math.min(toSec, hole.untilSec()),
                            hole.cause().name().toLowerCase(Locale.ROOT));
                }
            }
            return trust.orLater(ruleSinceSec, "objective_changed");
        }

        private Trust orLater(long otherSec, String otherCause) {
            return otherSec > sinceSec ? new Trust(otherSec, otherCause) : this;
        }
    }
}
