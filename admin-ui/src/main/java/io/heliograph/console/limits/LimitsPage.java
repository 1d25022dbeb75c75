package io.heliograph.console.limits;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.live.Live;
import io.heliograph.console.shell.MainLayout;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.shell.TabStrip;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.LimitEntry;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.LimitsView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All limits: what they are, how much is in use, changing several at once, the history and the way back. Confined to the session's
 * lock.
 */
@Route("limits")
@PageTitle("Limits")
@RolesAllowed("VIEWER")
public final class LimitsPage extends Main {
    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final boolean isOperator = operator.role().includes(Role.OPERATOR);
    private final Edits edits = Edits.ofThisTab();
    private final Map<String, LimitCard> cards = new LinkedHashMap<>();
    private final Map<Tab, LimitGroup> groups = new LinkedHashMap<>();
    private final Tab historyTab = new Tab("History");
    private final TabStrip tabs = new TabStrip();
    private final LimitsToolbar toolbar;
    private final Div content = new Div();
    private final HistoryPanel history = new HistoryPanel(isOperator, this::reviewRollback);
    private final SaveBar bar = new SaveBar(this::review, this::discard);
    private LimitsView view;

    public LimitsPage(ControlPlane control, LimitsFeed feed) {
        this.control = control;
        this.view = control.limits().view(operator);
        this.toolbar = new LimitsToolbar(this::draw, () -> control.limits().exportYaml(operator));
        addClassName("limits-page");
        for (LimitGroup group : LimitGroup.values()) {
            if (view.entries().stream().anyMatch(entry -> LimitGroup.of(entry.key()) == group)) {
                Tab tab = new Tab(group.label());
                groups.put(tab, group);
                tabs.add(tab);
            }
        }
        tabs.add(historyTab);
        tabs.addClassName("limit-tabs");
        edits.keys().stream().findFirst().ifPresent(this::select);
        tabs.addSelectedChangeListener(change -> draw());
        content.addClassName("limit-groups");
        add(toolbar, tabs, content, bar);
        draw();
        addAttachListener(attached -> showEdits());
        Live.show(this, feed.feed(), this::show);
    }

    private void select(String key) {
        groups.forEach((tab, group) -> {
            if (group == LimitGroup.of(key)) {
                tabs.setSelectedTab(tab);
            }
        });
    }

    /** How many edits wait: here, and in the navigation, which is there on every page. */
    private void showEdits() {
        bar.show(edits, view.version());
        MainLayout frame = findAncestor(MainLayout.class);
        if (frame != null) {
            frame.mark(LimitsPage.class, edits.words());
        }
    }

    /** Draws what search, filter and tab select; edits stay, also of what is not shown. */
    private void draw() {
        content.removeAll();
        cards.clear();
        boolean isSearching = toolbar.isFiltering();
        if (!isSearching && historyTab.equals(tabs.getSelectedTab())) {
            history.show(view.version(), control.limits().history(operator));
            content.add(history);
            toolbar.count(view);
            return;
        }
        Map<LimitGroup, List<LimitEntry>> shown = view.entries().stream()
                .filter(toolbar::accepts)
                .filter(entry -> isSearching || LimitGroup.of(entry.key()) == groups.get(tabs.getSelectedTab()))
                .collect(Collectors.groupingBy(
                        entry -> LimitGroup.of(entry.key()), LinkedHashMap::new, Collectors.toList()));
        Arrays.stream(LimitGroup.values()).filter(shown::containsKey).forEach(group -> {
            Div grid = new Div();
            grid.addClassName("limit-grid");
            shown.getOrDefault(group, List.of()).forEach(entry -> grid.add(card(entry)));
            if (isSearching) {
                content.add(new H2(group.label()));
            }
            content.add(grid);
        });
        if (shown.isEmpty()) {
            content.add(new Paragraph(toolbar.nothing()));
        }
        toolbar.count(view);
    }

    private LimitCard card(LimitEntry entry) {
        boolean isEditable =
                entry.key().startsWith("objectives.") ? operator.role().includes(Role.ADMIN) : isOperator;
        LimitCard card = new LimitCard(entry, isEditable, this::edited, this::showHistoryOf);
        if (edits.has(entry.key())) {
            card.editor().put(edits.value(entry.key()));
            card.setEdited(true);
        }
        cards.put(entry.key(), card);
        return card;
    }

    private void edited(LimitCard card) {
        String key = card.entry().key();
        if (card.editor().isUntouched()) {
            edits.remove(key);
        } else {
            edits.put(key, card.editor().value(), view.version());
        }
        card.setEdited(edits.has(key));
        showEdits();
    }

    private void show(LimitsView newer) {
        boolean isChanged = newer.version() != view.version();
        view = newer;
        Map<String, LimitEntry> entries =
                newer.entries().stream().collect(Collectors.toMap(LimitEntry::key, entry -> entry));
        cards.forEach((key, card) -> Optional.ofNullable(entries.get(key)).ifPresent(card::show));
        if (isChanged) {
            toolbar.count(view);
            showEdits();
            if (historyTab.equals(tabs.getSelectedTab())) {
                history.show(newer.version(), control.limits().history(operator));
            }
        }
    }

    private void refresh() {
        view = control.limits().view(operator);
        draw();
        showEdits();
    }

    private void discard() {
        edits.clear();
        refresh();
    }

    private void review() {
        switch (control.limits().preview(operator, edits.changes())) {
            case LimitsOutcome.Preview preview
            when preview.differences().isEmpty() -> {
                Notices.tell("These values are in force already.");
                discard();
            }
            case LimitsOutcome.Preview preview ->
                new ReviewDialog(
                                "Review changes",
                                preview.differences(),
                                preview.consequences(),
                                "Apply",
                                reason -> apply(reason))
                        .open();
            case LimitsOutcome.Invalid invalid -> showProblems(invalid);
            case LimitsOutcome.Applied applied -> refresh();
            case LimitsOutcome.Conflict conflict -> refresh();
        }
    }

    private void apply(String reason) {
        settle(control.limits().change(operator, edits.seenVersion(), edits.changes(), reason));
    }

    private void settle(LimitsOutcome outcome) {
        switch (outcome) {
            case LimitsOutcome.Applied applied -> {
                edits.clear();
                refresh();
                Notices.done("In force as version " + applied.version());
            }
            case LimitsOutcome.Conflict conflict -> {
                refresh();
                new ConflictDialog(
                                conflict,
                                edits.contested(conflict.meanwhile()),
                                () -> takeTheirs(conflict),
                                () -> keepMine(conflict))
                        .open();
            }
            case LimitsOutcome.Invalid invalid -> showProblems(invalid);
            case LimitsOutcome.Preview preview -> refresh();
        }
    }

    private void takeTheirs(LimitsOutcome.Conflict conflict) {
        edits.contested(conflict.meanwhile()).forEach(edits::remove);
        edits.rebase(conflict.current());
        refresh();
    }

    private void keepMine(LimitsOutcome.Conflict conflict) {
        edits.rebase(conflict.current());
        refresh();
        review();
    }

    /** Says at each field what is wrong with it; what is not on show is brought there. */
    private void showProblems(LimitsOutcome.Invalid invalid) {
        String first = invalid.problems().keySet().iterator().next();
        if (!cards.keySet().containsAll(invalid.problems().keySet())) {
            toolbar.clear();
            select(first);
            draw();
        }
        invalid.problems().forEach((key, words) -> {
            LimitCard card = cards.get(key);
            if (card == null) {
                Notices.refused(words);
            } else {
                card.editor().problem(words);
            }
        });
        bar.problems(invalid.problems().size());
    }

    private void showHistoryOf(LimitEntry entry) {
        new KeyHistoryDialog(entry, control.limits().history(operator)).open();
    }

    private void reviewRollback(long target) {
        long seen = view.version();
        new ReviewDialog(
                        target == 0 ? "Back to the configured values" : "Back to version " + target,
                        RollbackPlan.of(view, control.limits().history(operator), target),
                        edits.isEmpty() ? List.of() : List.of("your own edits stay, and are not part of this"),
                        "Roll back",
                        reason -> settle(control.limits().rollBack(operator, seen, target, reason)))
                .open();
    }
}
