package io.heliograph.server.telemetry;

import java.util.Comparator;
import java.util.List;

/** Metrics as one JSON object (contract §11.1). */
public final class MetricsJson {
    private static final String PREFIX = "stt_";

    private MetricsJson() {}

    /** The object. */
    public static String of(MetricsSnapshot snapshot) {
        JsonWriter json = new JsonWriter().beginObject();
        for (MetricFamily family : sorted(snapshot.scalars())) {
            json.key(withoutPrefix(family.name()));
            value(json, family, family.samples().getFirst());
        }
        for (MetricsSnapshot.NameGroup group : snapshot.groups()) {
            if (group.alwaysInJson() || !group.members().isEmpty()) {
                json.key(group.key()).beginObject();
                group.members().forEach((member, count) -> json.key(member).value(count.longValue()));
                json.endObject();
            }
        }
        json.key("histograms").beginObject();
        snapshot.histograms().stream()
                .sorted(Comparator.comparing(HistogramFamily::name))
                .forEach(family -> histograms(json, family));
        json.endObject();
        json.key("extended").beginObject();
        for (MetricFamily family : sorted(snapshot.extended())) {
            for (MetricFamily.Sample sample : family.samples()) {
                json.key(family.name() + sample.labels());
                value(json, family, sample);
            }
        }
        return json.endObject().endObject().toString();
    }

    private static void histograms(JsonWriter json, HistogramFamily family) {
        for (HistogramFamily.Reading reading : family.readings()) {
            String labels = reading.labels().isEmpty() ? "" : Labels.set(reading.labels());
            json.key(withoutPrefix(family.name()) + labels).beginObject();
            json.key("buckets").beginObject();
            for (int i = 0; i < family.bounds().size(); i++) {
                json.key(FloatLiteral.of(family.bounds().get(i)))
                        .value(reading.cumulative().get(i).longValue());
            }
            json.key("+Inf").value(reading.count()).endObject();
            json.key("count").value(reading.count());
            json.key("sum").value(reading.sum()).endObject();
        }
    }

    private static void value(JsonWriter json, MetricFamily family, MetricFamily.Sample sample) {
        if (family.integral()) {
            json.value((long) sample.value());
        } else {
            json.value(sample.value());
        }
    }

    private static List<MetricFamily> sorted(List<MetricFamily> families) {
        return families.stream()
                .sorted(Comparator.comparing(MetricFamily::name))
                .toList();
    }

    private static String withoutPrefix(String name) {
        return name.substring(PREFIX.length());
    }
}
