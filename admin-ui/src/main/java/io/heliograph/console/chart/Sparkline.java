package io.heliograph.console.chart;

import com.vaadin.flow.component.Svg;
import java.util.List;
import java.util.Locale;

/** The course of a figure, small and without axes, beside the figure itself. Confined to the session's lock. */
public final class Sparkline extends Svg {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 32;
    private static final int MARGIN = 2;

    /** One without a course yet. */
    public Sparkline() {
        getElement().setAttribute("aria-hidden", "true");
        getElement().getClassList().add("sparkline");
    }

    /**
     * Shows these values, from left to right; NaN is a gap.
     *
     * @param top value of the upper edge, unless a value is larger
     */
    public void show(List<Double> values, double top) {
        setSvg(drawn(values, top));
    }

    static String drawn(List<Double> values, double top) {
        double highest = Math.max(
                top,
                values.stream()
                        .filter(value -> !value.isNaN())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0));
        StringBuilder path = new StringBuilder();
        boolean isPenDown = false;
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (Double.isNaN(value)) {
                isPenDown = false;
                continue;
            }
            double x = values.size() == 1 ? WIDTH : (double) WIDTH * i / (values.size() - 1);
            double share = highest <= 0 ? 0 : value / highest;
            double y = HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", isPenDown ? "L" : "M", x, y));
            isPenDown = true;
        }
        boolean isWhole = !values.isEmpty() && values.stream().noneMatch(value -> value.isNaN());
        return "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">%s<path class=\"sparkline-line\" d=\"%s\"/></svg>"
                .formatted(
                        WIDTH,
                        HEIGHT,
                        isWhole
                                ? "<path class=\"sparkline-area\" d=\"%sL%d %dL0 %dZ\"/>"
                                        .formatted(path, WIDTH, HEIGHT, HEIGHT)
                                : "",
                        path);
    }
}
