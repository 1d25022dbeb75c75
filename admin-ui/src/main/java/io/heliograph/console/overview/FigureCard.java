package io.heliograph.console.overview;

import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import io.heliograph.console.chart.Sparkline;
import java.util.List;

/** One figure: what it is, how much, whether that is good, and its course. Confined to the session's lock. */
final class FigureCard extends Div {
    /** From this share of a limit on somebody should look. */
    private static final double HIGH = 0.9;

    private static final double RAISED = 0.7;

    private final Badge state = new Badge();
    private final Span value = new Span();
    private final Span unit = new Span();
    private final Span more = new Span();
    private final Sparkline course = new Sparkline();

    /** How a figure is, in a word. */
    enum State {
        GOOD("good", BadgeVariant.SUCCESS),
        RAISED("raised", BadgeVariant.WARNING),
        HIGH("high", BadgeVariant.ERROR),
        NONE("", null);

        private final String label;
        private final @org.jspecify.annotations.Nullable BadgeVariant variant;

        State(String label, @org.jspecify.annotations.Nullable BadgeVariant variant) {
            this.label = label;
            this.variant = variant;
        }

        /** Of a share of what there is; NONE without a limit. */
        static State of(double share) {
            if (Double.isNaN(share)) {
                return NONE;
            }
            return share >= FigureCard.HIGH ? HIGH : share >= FigureCard.RAISED ? RAISED : GOOD;
        }
    }

    FigureCard(String label) {
        addClassName("figure-card");
        H2 title = new H2(label);
        Div head = new Div(title, state);
        head.addClassName("figure-head");
        value.addClassName("figure-value");
        unit.addClassName("figure-unit");
        Div number = new Div(value, unit);
        number.addClassName("figure-number");
        more.addClassName("figure-more");
        add(head, number, course, more);
    }

    /**
     * Shows the figure.
     *
     * @param details what else there is to say, one line
     */
    void show(String number, String unitWords, String details, State how) {
        value.setText(number);
        unit.setText(unitWords);
        more.setText(details);
        state.setVisible(how != State.NONE);
        state.setText(how.label);
        state.removeThemeVariants(BadgeVariant.SUCCESS, BadgeVariant.WARNING, BadgeVariant.ERROR);
        if (how.variant != null) {
            state.addThemeVariants(how.variant);
        }
    }

    void showCourse(List<Double> values, double top) {
        course.show(values, top);
    }
}
