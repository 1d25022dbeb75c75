package io.heliograph.console.objectives;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.live.Live;
import io.heliograph.console.objectives.ObjectiveCharts.Reach;
import io.heliograph.console.shell.TabStrip;
import io.heliograph.console.timeline.UtteranceLines;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.ObjectiveBurn;
import io.heliograph.server.control.ObjectiveView;
import io.heliograph.server.control.ObjectiveWindow;
import io.heliograph.server.control.ObjectivesView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.RecordGap;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SlowUtteranceView;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether what is promised holds, for one objective at a time. Confined to the session's lock. */
@Route("objectives")
@PageTitle("Objectives")
@RolesAllowed("VIEWER")
public final class ObjectivesPage extends Main {
    /** Counts move every second, but nobody can read that; charts follow at this pace. */
    private static final Duration REDRAW = Duration.ofSeconds(5);

    private static final int WORST = 10;

    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final TabStrip tabs = new TabStrip();
    private final Map<Tab, String> keys = new LinkedHashMap<>();
    private final Select<Reach> reach = new Select<>();
    private final Div head = new Div();
    private final Div table = new Div();
    private final ObjectiveCharts charts;
    private final UnorderedList burns = new UnorderedList();
    private final UtteranceLines worst = new UtteranceLines("No utterance that counts has ended in this time.");
    private final Div worstPanel = new Div(new H3("Slowest utterances"), worst);
    private final Paragraph record = new Paragraph();
    private ObjectivesView view;
    private Instant drawnAt = Instant.MIN;

    public ObjectivesPage(ControlPlane control, ObjectivesFeed feed) {
        this.control = control;
        this.view = control.objectives().view(operator);
        this.charts = new ObjectiveCharts(control, operator);
        addClassName("objectives-page");
        for (ObjectiveView objective : view.objectives()) {
            Tab tab = new Tab(objective.label());
            keys.put(tab, objective.key());
            tabs.add(tab);
        }
        tabs.addSelectedChangeListener(change -> draw());
        reach.setLabel("Charts over");
        reach.setItems(Reach.values());
        reach.setItemLabelGenerator(Reach::label);
        reach.setValue(Reach.HOUR);
        reach.addValueChangeListener(change -> draw());
        head.addClassName("objective-head");
        table.addClassName("table-scroll");
        burns.addClassName("burns");
        worstPanel.addClassName("panel");
        record.addClassName("secondary");
        Div burnPanel = new Div(new H3("Alerts"), burns);
        burnPanel.addClassName("panel");
        Div bottom = new Div(burnPanel, worstPanel);
        bottom.addClassName("objective-bottom");
        add(toolbar(), tabs, head, table, charts, bottom, record);
        draw();
        Live.show(this, feed.feed(), this::show);
    }

    private Div toolbar() {
        Anchor report = new Anchor("objectives/report", "Compliance report");
        report.addClassName("toolbar-end");
        Div toolbar = new Div(reach, report);
        toolbar.addClassName("toolbar");
        return toolbar;
    }

    private void show(ObjectivesView newer) {
        view = newer;
        if (Duration.between(drawnAt, newer.at()).compareTo(REDRAW) >= 0) {
            draw();
        }
    }

    private void refresh() {
        view = control.objectives().view(operator);
        draw();
    }

    private ObjectiveView selected() {
        String key = keys.getOrDefault(tabs.getSelectedTab(), "final");
        return view.objectives().stream()
                .filter(objective -> objective.key().equals(key))
                .findFirst()
                .orElse(view.objectives().getFirst());
    }

    private void draw() {
        drawnAt = view.at();
        ObjectiveView objective = selected();
        drawHead(objective);
        WindowTable windows = new WindowTable("Last", objective.thresholdSec() > 0);
        windows.show(objective.windows(), ObjectiveWindow::name);
        table.removeAll();
        table.add(windows);
        charts.show(objective, reach.getValue());
        drawBurns(objective);
        drawWorst(objective);
        drawRecord();
    }

    private void drawHead(ObjectiveView objective) {
        head.removeAll();
        H2 promise = new H2(objective.promise());
        Span budget = new Span(
                objective.promised().valid() == 0
                        ? "No event has been counted yet."
                        : "Error budget left: " + Words.percent(objective.budgetRemaining(), 1) + "; "
                                + objective.promised().bad() + " bad events, "
                                + Words.decimals(objective.allowedBad(), 1) + " allowed so far");
        budget.addClassName("secondary");
        Div words = new Div(promise, budget);
        head.add(Verdicts.badge(objective.promised().verdict()), words);
        if (operator.role().includes(Role.ADMIN)) {
            Button edit = new Button(
                    "Edit",
                    click -> new EditDialog(control, operator, selected(), view.configVersion(), this::refresh).open());
            edit.setId("edit-objective");
            edit.addClassName("toolbar-end");
            head.add(edit);
        }
    }

    private void drawBurns(ObjectiveView objective) {
        burns.removeAll();
        for (ObjectiveBurn burn : objective.burnRates()) {
            String words = "%s× over %s and %s× over %s; from %s× in both on"
                    .formatted(
                            Words.decimals(burn.longRate(), 1),
                            burn.longWindow(),
                            Words.decimals(burn.shortRate(), 1),
                            burn.shortWindow(),
                            Words.decimals(burn.factor(), 1));
            Span name = new Span(
                    switch (burn.alert()) {
                        case "page_fast" -> "Wake somebody, fast burn: ";
                        case "page_slow" -> "Wake somebody, slow burn: ";
                        default -> "Open a ticket: ";
                    });
            name.addClassName("burn-name");
            ListItem item = new ListItem(name, new Span(words));
            item.setClassName("is-burning", burn.isBurning());
            if (burn.isBurning()) {
                item.add(new Span(" — burning"));
            }
            burns.add(item);
        }
    }

    private void drawWorst(ObjectiveView objective) {
        boolean isSpoken = objective.key().equals("final") || objective.key().equals("first_partial");
        worstPanel.setVisible(isSpoken);
        if (isSpoken) {
            boolean isHour = reach.getValue() == Reach.HOUR;
            List<SlowUtteranceView> slowest = control.streams().slowest(operator, objective.key(), !isHour);
            worst.show(slowest.stream()
                    .limit(WORST)
                    .map(each -> new UtteranceLines.Line(
                            Words.moment(each.overAt()) + " UTC, session " + each.streamHash() + ", no. "
                                    + each.utterance().number(),
                            each.utterance()))
                    .toList());
        }
    }

    private void drawRecord() {
        StringBuilder words = new StringBuilder("Counted since ")
                .append(Words.moment(view.since()))
                .append(" UTC");
        if (view.isStoreFailing()) {
            words.append("; the database cannot be written, so the newest counts live in memory only");
        } else {
            view.savedUntil().ifPresent(until -> words.append("; saved up to ").append(Words.clock(until)));
        }
        List<RecordGap> gaps = view.gaps();
        if (!gaps.isEmpty()) {
            RecordGap last = gaps.getLast();
            words.append("; ")
                    .append(Words.count(gaps.size(), "gap"))
                    .append(" in the record, the last from ")
                    .append(Words.moment(last.from()))
                    .append(" to ")
                    .append(Words.clock(last.until()));
        }
        record.setText(words.append('.').toString());
    }
}
