package io.heliograph.server.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Metrics in the text format 0.0.4: families sorted by name, histograms last. */
public final class PrometheusText {
    /** The media type of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** The whole exposition, each line ended by a line feed. */
    public static String of(MetricsSnapshot snapshot) {
        List<MetricFamily> families = new ArrayList<>(snapshot.scalars());
        families.addAll(snapshot.extended());
        snapshot.groups().forEach(group -> families.addAll(group.families()));
        families.sort(Comparator.comparing(MetricFamily::name));
        List<HistogramFamily> histograms = new ArrayList<>(snapshot.histograms());
        histograms.sort(Comparator.comparing(HistogramFamily::name));

        StringBuilder out = new StringBuilder(32 * 1024);
        families.forEach(family -> append(out, family));
        histograms.forEach(family -> append(out, family));
        return out.toString();
    }

    private static void append(StringBuilder out, MetricFamily family) {
        appendHead(out, family.name(), family.help(), family.type().label());
        for (MetricFamily.Sample sample : family.samples()) {
            appendSample(out, family.name(), sample.labels(), sample.value());
        }
    }

    private static void append(StringBuilder out, HistogramFamily family) {
        appendHead(out, family.name(), family.help(), "histogram");
        for (HistogramFamily.Reading reading : family.readings()) {
            String own = reading.labels();
            for (int i = 0; i < family.bounds().size(); i++) {
                String bound = FloatLiteral.of(family.bounds().get(i));
                appendBucket(
                        out, family.name(), own, bound, reading.cumulative().get(i));
            }
            appendBucket(out, family.name(), own, "+Inf", reading.count());
            String labels = own.isEmpty() ? "" : Labels.set(own);
            appendSample(out, family.name() + "_sum", labels, reading.sum());
            appendSample(out, family.name() + "_count", labels, (double) reading.count());
        }
    }

    private static void appendBucket(StringBuilder out, String name, String own, String bound, long count) {
        String le = Labels.pair("le", bound);
        appendSample(out, name + "_bucket", own.isEmpty() ? Labels.set(le) : Labels.set(own, le), (double) count);
    }

    private static void appendHead(StringBuilder out, String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void appendSample(StringBuilder out, String name, String labels, double value) {
        out.append(name)
                .append(labels)
                .append(' ')
                .append(FloatLiteral.of(value))
                .append('\n');
    }
}
