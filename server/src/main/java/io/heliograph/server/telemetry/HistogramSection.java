package io.heliograph.server.telemetry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The histograms of the exposition. Filled by constructors, then only read: thread-safe after safe publication. */
final class HistogramSection {
    private final List<Supplier<HistogramFamily>> families = new ArrayList<>();

    /** A histogram without labels. */
    Histogram histogram(String name, String help, List<Double> bounds) {
        Histogram histogram = new Histogram(bounds);
        families.add(() -> new HistogramFamily(name, help, bounds, List.of(histogram.reading(""))));
        return histogram;
    }

    /** A histogram per value of one label. */
    <E extends Enum<E>> Map<E, Histogram> histograms(
            String name, String help, List<Double> bounds, String label, Class<E> values, Function<E, String> text) {
        Map<E, Histogram> histograms = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            histograms.put(value, new Histogram(bounds));
        }
        families.add(() -> new HistogramFamily(
                name,
                help,
                bounds,
                histograms.entrySet().stream()
                        .map(entry -> entry.getValue().reading(Labels.pair(label, text.apply(entry.getKey()))))
                        .toList()));
        return histograms;
    }

    List<HistogramFamily> read() {
        return families.stream().map(Supplier::get).toList();
    }
}
