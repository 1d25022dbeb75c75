package io.heliograph.console.audit;

import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AttachmentType;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.AuditEntryView;
import io.heliograph.server.control.AuditVerdict;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import jakarta.annotation.security.RolesAllowed;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Who did what, when, why and from where, and whether somebody has tampered with it. Confined to the session's lock. */
@Route("audit")
@PageTitle("Audit")
@RolesAllowed("VIEWER")
public final class AuditPage extends Main {
    private static final int PAGE = 50;

    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final AuditFilterBar filter = new AuditFilterBar(this::fromNewest);
    private final Grid<AuditEntryView> grid = new Grid<>();
    private final Badge badge = new Badge();
    private final Span finding = new Span();
    private final Button older = new Button("Older", VaadinIcon.ANGLE_RIGHT.create(), click -> older());
    private final Button newer = new Button("Newer", VaadinIcon.ANGLE_LEFT.create(), click -> newer());
    private final Span range = new Span();

    /** Where the pages before this one began. */
    private final Deque<Long> before = new ArrayDeque<>();

    private long start;
    private List<AuditEntryView> shown = List.of();

    public AuditPage(ControlPlane control) {
        this.control = control;
        addClassName("audit-page");
        build();
        range.addClassName("secondary");
        Div pager = new Div(newer, older, range);
        pager.addClassName("toolbar");
        add(verification(), filter, grid, pager);
        verify();
        fromNewest();
    }

    private Div verification() {
        finding.addClassName("secondary");
        Button again = new Button("Verify again", VaadinIcon.REFRESH.create(), click -> verify());
        again.addThemeVariants(ButtonVariant.TERTIARY);
        Div panel = new Div(badge, finding, again);
        panel.addClassNames("panel", "verification");
        panel.getElement().setAttribute("role", "status");
        if (operator.role().includes(Role.OPERATOR)) {
            Anchor export = new Anchor(
                    DownloadHandler.fromInputStream(event -> {
                        byte[] file = control.audit()
                                .exportCsv(operator, filter.query(0, PAGE))
                                .getBytes(StandardCharsets.UTF_8);
                        return new DownloadResponse(
                                new ByteArrayInputStream(file), "audit.csv", "text/csv", file.length);
                    }),
                    AttachmentType.DOWNLOAD,
                    "Export as CSV");
            export.addClassName("toolbar-end");
            panel.add(export);
        }
        return panel;
    }

    private void verify() {
        badge.removeThemeVariants(BadgeVariant.SUCCESS, BadgeVariant.ERROR);
        try {
            AuditVerdict verdict = control.audit().verify(operator);
            badge.setText(verdict.isIntact() ? "Intact" : "Tampered with");
            badge.addThemeVariants(verdict.isIntact() ? BadgeVariant.SUCCESS : BadgeVariant.ERROR);
            finding.setText(verdict.finding());
        } catch (ControlException e) {
            badge.setText("Not verified");
            finding.setText(String.valueOf(e.getMessage()));
        }
    }

    private void build() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("audit-grid");
        grid.setEmptyStateText("No entry has these words.");
        grid.addColumn(entry -> Words.moment(entry.at()))
                .setHeader("When (UTC)")
                .setWidth("11rem")
                .setFlexGrow(0);
        grid.addColumn(LitRenderer.<AuditEntryView>of(
                                "<vaadin-badge theme=\"${item.theme}\">${item.words}</vaadin-badge>")
                        .withProperty("words", AuditEntryView::action)
                        .withProperty("theme", entry -> entry.isSuccess() ? "" : "error"))
                .setHeader("What")
                .setWidth("10.5rem")
                .setFlexGrow(0);
        grid.addColumn(AuditEntryView::author).setHeader("Who").setWidth("7rem");
        grid.addColumn(AuditEntryView::target).setHeader("To what").setWidth("9rem");
        grid.addColumn(AuditEntryView::reason)
                .setHeader("Why")
                .setWidth("10rem")
                .setFlexGrow(2);
        grid.addColumn(AuditEntryView::origin).setHeader("From where").setWidth("9rem");
        grid.addColumn(entry -> entry.sequence())
                .setHeader("No.")
                .setWidth("4rem")
                .setFlexGrow(0);
        grid.setItemDetailsRenderer(new ComponentRenderer<>(EntryDetail::new));
        grid.setPartNameGenerator(entry -> entry.isSuccess() ? "" : "not-done");
        grid.setAllRowsVisible(true);
    }

    private void fromNewest() {
        before.clear();
        show(0);
    }

    private void older() {
        if (!shown.isEmpty()) {
            before.push(start);
            show(shown.getLast().sequence());
        }
    }

    private void newer() {
        if (!before.isEmpty()) {
            show(before.pop());
        }
    }

    private void show(long beforeSequence) {
        start = beforeSequence;
        boolean hasOlder = false;
        try {
            var page = control.audit().page(operator, filter.query(beforeSequence, PAGE));
            shown = page.entries();
            hasOlder = page.hasOlder();
        } catch (ControlException e) {
            shown = List.of();
            Notices.refused(String.valueOf(e.getMessage()));
        }
        grid.setItems(shown);
        older.setEnabled(hasOlder);
        newer.setEnabled(!before.isEmpty());
        range.setText(
                shown.isEmpty()
                        ? ""
                        : "entries " + shown.getLast().sequence() + " to "
                                + shown.getFirst().sequence());
    }
}
