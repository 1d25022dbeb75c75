package io.heliograph.server.slo;

import io.heliograph.server.limits.Objective;
import io.heliograph.server.slo.SloReport.ObjectiveReport;
import io.heliograph.server.slo.SloReport.WindowReport;
import io.heliograph.server.telemetry.JsonWriter;
import java.time.Instant;
import java.util.Locale;

/** A report as the JSON object of {@code GET /slo}. Stateless. */
public final class SloJson {

    private SloJson() {}

    /** The object. */
    public static String of(SloReport report) {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("at").value(text(report.at()));
        json.key("config_version").value(report.configVersion());
        record(json.key("record"), report.state());
        json.key("objectives").beginObject();
        for (ObjectiveReport objective : report.objectives()) {
            objective(json.key(objective.objective().sli().label()), objective);
        }
        return json.endObject().endObject().toString();
    }

    private static void record(JsonWriter json, SloReport.RecordState state) {
        json.beginObject();
        json.key("since").value(text(state.since()));
        json.key("saved_until").value(state.savedUntil().map(SloJson::text).orElse(""));
        json.key("store_failing").value(state.isStoreFailing());
        json.key("store_failures").value(state.storeFailures());
        json.key("clock_jumps").value(state.clockJumps());
        json.key("holes").beginArray();
        for (Hole hole : state.holes()) {
            json.beginObject();
            json.key("from").value(text(Instant.ofEpochSecond(hole.fromSec())));
            json.key("until").value(text(Instant.ofEpochSecond(hole.untilSec())));
            json.key("cause")
                    .value(hole.cause().name().toLowerCase(Locale.ROOT))
                    .endObject();
        }
        json.endArray().endObject();
    }

    private static void objective(JsonWriter json, ObjectiveReport report) {
        Objective objective = report.objective();
        json.beginObject();
        json.key("target").value(objective.target());
        json.key("threshold_sec").value(objective.sli().hasThreshold() ? objective.thresholdSec() : Double.NaN);
        json.key("window_sec").value(objective.windowSec());
        if (objective.sli().isSpoken()) {
            json.key("min_speech_sec").value(objective.minSpeechSec());
            json.key("paced_only").value(objective.pacedOnly());
        }
        json.key("verdict").value(report.promised().verdict().label());
        json.key("promised");
        window(json, report.promised());
        json.key("error_budget").beginObject();
        json.key("allowed_bad").value(report.allowedBad());
        json.key("bad").value(report.promised().counts().bad());
        json.key("remaining_ratio").value(report.budgetRemaining()).endObject();
        json.key("windows").beginObject();
        for (WindowReport window : report.windows()) {
            window(json.key(window.counts().name()), window);
        }
        json.endObject();
        json.key("burn_rates").beginObject();
        for (BurnRate burn : report.burnRates()) {
            json.key(burn.alert()).beginObject();
            json.key("factor").value(burn.factor());
            json.key(burn.longWindow()).value(burn.longRate());
            json.key(burn.shortWindow()).value(burn.shortRate());
            json.key("burning").value(burn.isBurning()).endObject();
        }
        json.endObject().endObject();
    }

    private static void window(JsonWriter json, WindowReport report) {
        WindowCounts counts = report.counts();
        json.beginObject();
        json.key("window").value(counts.name());
        json.key("from").value(text(counts.from()));
        json.key("valid_since").value(text(counts.validSince()));
        json.key("valid_since_cause").value(counts.validSinceCause());
        json.key("valid").value(counts.valid());
        json.key("good").value(counts.good());
        json.key("attainment").value(counts.attainment());
        json.key("enough_data").value(report.verdict() != Verdict.NOT_ENOUGH_DATA);
        json.key("verdict").value(report.verdict().label());
        json.key("shed_ratio").value(counts.shedRatio());
        Latencies latencies = report.latencies();
        if (latencies.count() > 0) {
            json.key("latency_sec").beginObject();
            json.key("count").value(latencies.count());
            json.key("p50").value(latencies.p50Sec());
            json.key("p90").value(latencies.p90Sec());
            json.key("p99").value(latencies.p99Sec());
            json.key("max").value(latencies.maxSec()).endObject();
        }
        json.endObject();
    }

    private static String text(Instant instant) {
        return instant.toString();
    }
}
