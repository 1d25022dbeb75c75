package io.heliograph.server.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** One counter per value of an enum, all bound to their labels at construction. Thread-safe; counting takes no lock. */
final class EnumCounters<E extends Enum<E>> {
    private final Map<E, LongAdder> counters;
    private final Map<E, String> labels;

    /**
     * @param fixedLabels printed before the label of the value, {@code kind="partial"}
     * @param label name of the label that tells the values apart
     * @param values the values that are counted
     * @param text the label's value
     */
    EnumCounters(List<String> fixedLabels, String label, Class<E> type, Set<E> values, Function<E, String> text) {
        counters = new EnumMap<>(type);
        labels = new EnumMap<>(type);
        for (E value : values) {
            List<String> pairs = new ArrayList<>(fixedLabels);
            pairs.add(Labels.pair(label, text.apply(value)));
            labels.put(value, Labels.set(pairs));
            counters.put(value, new LongAdder());
        }
    }

    /** Whether the value is one of those counted. */
    boolean counts(E value) {
        return counters.containsKey(value);
    }

    void increment(E value) {
        counter(value).increment();
    }

    long count(E value) {
        return counter(value).sum();
    }

    List<MetricFamily.Sample> samples() {
        List<MetricFamily.Sample> samples = new ArrayList<>(counters.size());
        labels.forEach((value, text) -> samples.add(MetricFamily.Sample.count(text, count(value))));
        return samples;
    }

    /** The series of one value. */
    MetricFamily.Sample sample(E value) {
        return MetricFamily.Sample.count(requireNonNull(labels.get(value), "label"), count(value));
    }

    private LongAdder counter(E value) {
        return requireNonNull(counters.get(value), "value");
    }
}
