package io.heliograph.server.telemetry;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The families of one part of the exposition. Filled by constructors, then only read: thread-safe after safe publication. */
final class MetricSection {
    private final List<Supplier<MetricFamily>> families = new ArrayList<>();

    /** A counter without labels. */
    LongAdder counter(String name, String help) {
        LongAdder adder = new LongAdder();
        count(name, MetricType.COUNTER, help, adder::sum);
        return adder;
    }

    /** A counter per value of one label. */
    <E extends Enum<E>> EnumCounters<E> counters(
            String name, String help, String label, Class<E> type, Function<E, String> text) {
        return counters(name, help, label, type, EnumSet.allOf(type), text);
    }

    /** A counter per value of one label, for some values of an enum. */
    <E extends Enum<E>> EnumCounters<E> counters(
            String name, String help, String label, Class<E> type, Set<E> values, Function<E, String> text) {
        EnumCounters<E> counters = new EnumCounters<>(List.of(), label, type, values, text);
        add(() -> new MetricFamily(name, MetricType.COUNTER, help, true, counters.samples()));
        return counters;
    }

    /** A whole number read at each scrape. */
    void count(String name, MetricType type, String help, LongSupplier value) {
        add(() -> MetricFamily.count(name, type, help, value.getAsLong()));
    }

    /** A decimal read at each scrape. */
    void decimal(String name, MetricType type, String help, DoubleSupplier value) {
        add(() -> MetricFamily.decimal(name, type, help, value.getAsDouble()));
    }

    void add(Supplier<MetricFamily> family) {
        families.add(family);
    }

    List<MetricFamily> read() {
        return families.stream().map(Supplier::get).toList();
    }
}
