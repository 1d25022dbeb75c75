package io.heliograph.console.chart;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a chart shows. Confined to one thread while it is put together.
 *
 * <p>Colours are names of CSS variables.
 */
public final class ChartFigures {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Four digits are more than a chart can show. */
    private static final double DIGITS = 1e4;

    private final String kind;
    private final Unit unit;
    private final List<Double> xs;
    private final List<String> labels;
    private final ArrayNode series = JSON.arrayNode();
    private final ArrayNode thresholds = JSON.arrayNode();
    private final ArrayNode marks = JSON.arrayNode();
    private double top;
    private boolean fromZero = true;

    /** How values are written. */
    public enum Unit {
        COUNT,
        /** Of a second: {@code 2.5/s}. */
        RATE,
        /** 0 to 1, shown as percent. */
        SHARE,
        SECONDS,
        BYTES,
        /** {@code 2×}. */
        FACTOR;

        private String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private ChartFigures(String kind, Unit unit, List<Double> xs, List<String> labels) {
        this.kind = kind;
        this.unit = unit;
        this.xs = List.copyOf(xs);
        this.labels = List.copyOf(labels);
    }

    /**
     * Lines over time.
     *
     * @param seconds moments, seconds since 1970, in order
     */
    public static ChartFigures overTime(Unit unit, List<Double> seconds) {
        return new ChartFigures("time", unit, seconds, List.of());
    }

    /**
     * Bars side by side.
     *
     * @param labels one for each bar
     */
    public static ChartFigures bars(Unit unit, List<String> labels) {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            numbers.add((double) i);
        }
        return new ChartFigures("bars", unit, numbers, labels);
    }

    /** Adds a line or a row of bars; one value for each moment or label, NaN for none. */
    public ChartFigures with(String label, String colour, boolean isFilled, List<Double> values) {
        ObjectNode line = series.addObject();
        line.put("label", label).put("colour", colour).put("fill", isFilled);
        ArrayNode numbers = line.putArray("values");
        values.forEach(value -> add(numbers, value));
        return this;
    }

    /** Draws a line across at that value. */
    public ChartFigures threshold(double value, String label, String colour) {
        thresholds.addObject().put("value", value).put("label", label).put("colour", colour);
        return this;
    }

    /** Draws a line upright at that moment, or at that bar. */
    public ChartFigures mark(double at, String label, String colour) {
        marks.addObject().put("x", at).put("label", label).put("colour", colour);
        return this;
    }

    /** The chart reaches at least up to that value. */
    public ChartFigures upTo(double value) {
        top = value;
        return this;
    }

    /** The chart begins where the values do, not at 0. */
    public ChartFigures zoomed() {
        fromZero = false;
        return this;
    }

    ObjectNode json() {
        ObjectNode json = JSON.objectNode();
        json.put("kind", kind).put("unit", unit.label()).put("top", top).put("fromZero", fromZero);
        ArrayNode x = json.putArray("x");
        xs.forEach(x::add);
        ArrayNode words = json.putArray("labels");
        labels.forEach(words::add);
        json.set("series", series);
        json.set("thresholds", thresholds);
        json.set("marks", marks);
        return json;
    }

    private static void add(ArrayNode numbers, double value) {
        if (Double.isNaN(value)) {
            numbers.addNull();
        } else {
            double size = value == 0 ? 1 : Math.pow(10, Math.floor(Math.log10(Math.abs(value))));
            numbers.add(Math.rint(value / size * DIGITS) / DIGITS * size);
        }
    }
}
