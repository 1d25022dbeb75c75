package io.heliograph.console.overview;

import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.OverviewView;
import io.heliograph.server.control.Problem;
import java.util.List;

/** How the server does, and what is wrong with it, in words. Confined to the session's lock. */
final class HealthPanel extends Div {
    private final Div mark = new Div();
    private final H2 headline = new H2();
    private final Span facts = new Span();
    private final UnorderedList problems = new UnorderedList();
    private List<Problem> shown = List.of();

    HealthPanel() {
        addClassName("health");
        mark.addClassName("health-mark");
        facts.addClassName("secondary");
        Div words = new Div(headline, facts);
        Div head = new Div(mark, words);
        head.addClassName("health-head");
        head.getElement().setAttribute("role", "status");
        problems.addClassName("problems");
        problems.getElement().setAttribute("aria-label", "Current problems");
        add(head, problems);
    }

    void show(OverviewView now) {
        boolean isFirst = headline.getText().isEmpty();
        if (isFirst || !headline.getText().equals(now.headline())) {
            headline.setText(now.headline());
        }
        String level = level(now);
        if (!hasClassName(level)) {
            removeClassNames("is-good", "is-warning", "is-error");
            addClassName(level);
            mark.removeAll();
            mark.add((level.equals("is-good") ? VaadinIcon.CHECK_CIRCLE : VaadinIcon.WARNING).create());
        }
        facts.setText((now.isReady() ? "Ready for new sessions" : "New sessions are refused") + " · up "
                + Words.span(now.uptime()) + " · version " + now.version() + " · limits version "
                + now.configVersion());
        if (isFirst || !shown.equals(now.problems())) {
            shown = now.problems();
            problems.removeAll();
            shown.forEach(problem -> problems.add(item(problem)));
            problems.setVisible(!shown.isEmpty());
        }
    }

    private static String level(OverviewView now) {
        if (now.problems().stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            return "is-error";
        }
        return now.problems().isEmpty() && now.isReady() ? "is-good" : "is-warning";
    }

    private static ListItem item(Problem problem) {
        Badge badge = new Badge(problem.severity().label());
        badge.addThemeVariants(
                switch (problem.severity()) {
                    case ERROR -> BadgeVariant.ERROR;
                    case WARNING -> BadgeVariant.WARNING;
                    case NOTICE -> BadgeVariant.CONTRAST;
                });
        Span text = new Span(problem.text());
        text.addClassName("problem-text");
        Span since = new Span("since " + Words.clock(problem.since()) + " UTC");
        since.addClassName("secondary");
        return new ListItem(badge, text, since);
    }
}
