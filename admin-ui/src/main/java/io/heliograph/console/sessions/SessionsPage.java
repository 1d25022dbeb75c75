package io.heliograph.console.sessions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.live.Live;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.shell.ReasonDialog;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SessionService;
import io.heliograph.server.control.SessionView;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is there and how well they are served; ending a session, closing the door. Confined to the session's lock. */
@Route("sessions")
@PageTitle("Sessions")
@RolesAllowed("VIEWER")
public final class SessionsPage extends Main {
    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final boolean isOperator = operator.role().includes(Role.OPERATOR);
    private final SessionRows rows = new SessionRows();
    private final CallbackDataProvider<SessionView, Void> provider = rows.provider();
    private final Grid<SessionView> grid = new Grid<>();
    private final TextField filter = new TextField();
    private final Span count = new Span();
    private final Button drain = new Button();
    private final SessionDetail detail;
    private boolean isDraining;
    private @Nullable String selected;

    public SessionsPage(ControlPlane control, SessionsFeed feed) {
        this.control = control;
        this.detail = new SessionDetail(
                control, operator, this::askToEnd, () -> grid.asSingleSelect().clear());
        addClassName("sessions-page");
        build();
        Div split = new Div(grid, detail);
        split.addClassName("sessions-split");
        add(toolbar(), split);
        Live.show(this, feed.feed(), this::show);
    }

    private Div toolbar() {
        filter.setPlaceholder("Filter sessions");
        filter.setAriaLabel("Filter sessions");
        filter.setPrefixComponent(VaadinIcon.SEARCH.create());
        filter.setClearButtonVisible(true);
        filter.setValueChangeMode(ValueChangeMode.LAZY);
        filter.addValueChangeListener(change -> {
            rows.filter(change.getValue());
            refresh();
        });
        count.addClassName("secondary");
        count.getElement().setAttribute("role", "status");
        drain.setId("drain");
        drain.addClickListener(click -> askToDrain());
        Div toolbar = new Div(filter, count);
        toolbar.addClassName("toolbar");
        if (isOperator) {
            drain.addClassName("toolbar-end");
            toolbar.add(drain);
        }
        return toolbar;
    }

    private void build() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("sessions-grid");
        grid.setEmptyStateText("Nobody is here.");
        grid.setMultiSort(false);
        grid.addColumn(SessionView::hash)
                .setHeader("Session")
                .setKey(SessionRows.SESSION)
                .setSortProperty(SessionRows.SESSION)
                .setFrozen(true)
                .setWidth("11.5rem")
                .setFlexGrow(0);
        badge("State", SessionRows.STATE, "8rem");
        badge("Service", SessionRows.SERVICE, "9rem");
        for (SessionColumn column : SessionColumn.values()) {
            grid.addColumn(column::words)
                    .setHeader(column.label())
                    .setKey(column.name())
                    .setSortProperty(column.name())
                    .setTextAlign(column.isNumber() ? ColumnTextAlign.END : ColumnTextAlign.START)
                    .setPartNameGenerator(session -> column.isNumber() ? "number" : "")
                    .setWidth(column.width())
                    .setFlexGrow(1);
        }
        grid.setDataProvider(provider);
        grid.asSingleSelect().addValueChangeListener(change -> {
            SessionView session = change.getValue();
            selected = session == null ? null : session.hash();
            if (session == null) {
                detail.hide();
            } else {
                detail.show(session);
            }
        });
    }

    private void badge(String header, String key, String width) {
        boolean isState = key.equals(SessionRows.STATE);
        grid.addColumn(LitRenderer.<SessionView>of("<vaadin-badge theme=\"${item.theme}\">${item.words}</vaadin-badge>")
                        .withProperty(
                                "words",
                                session -> isState
                                        ? SessionRows.state(session)
                                        : session.service().label())
                        .withProperty(
                                "theme",
                                session -> isState ? session.isStreaming() ? "success" : "" : theme(session.service())))
                .setHeader(header)
                .setKey(key)
                .setSortProperty(key)
                .setWidth(width)
                .setFlexGrow(0);
    }

    static String theme(SessionService service) {
        return switch (service) {
            case ON_TIME -> "success";
            case LATE -> "error";
            case RECOVERED -> "warning";
            case UNKNOWN -> "";
        };
    }

    private void show(SessionsFeed.Snapshot snapshot) {
        rows.replace(snapshot.sessions());
        isDraining = snapshot.isDraining();
        drain.setText(isDraining ? "Let new sessions in" : "Drain the server");
        drain.setThemeVariant(ButtonVariant.PRIMARY, isDraining);
        refresh();
        if (selected != null) {
            String hash = selected;
            detail.show(snapshot.sessions().stream()
                    .filter(session -> session.hash().equals(hash))
                    .findFirst()
                    .orElse(null));
        }
    }

    private void refresh() {
        provider.refreshAll();
        int shown = rows.shownCount();
        String all = Words.count(rows.size(), "session");
        count.setText(shown == rows.size() ? all : shown + " of " + all);
    }

    private void askToEnd(String hash) {
        new ReasonDialog(
                        "End session " + hash + "?",
                        "Its client gets every result of the audio it has sent, and is told to come again later.",
                        "End session",
                        true,
                        reason -> {
                            control.sessions().end(operator, hash, reason);
                            Notices.done("Session " + hash + " is ending");
                        })
                .open();
    }

    private void askToDrain() {
        boolean drains = !isDraining;
        new ReasonDialog(
                        drains ? "Drain the server?" : "Let new sessions in again?",
                        drains
                                ? "New sessions are refused from now on; open ones go on. It can be undone."
                                : "New sessions are accepted again, as far as the limits allow.",
                        drains ? "Drain" : "Let them in",
                        false,
                        reason -> {
                            if (drains) {
                                control.sessions().drain(operator, reason);
                            } else {
                                control.sessions().undoDrain(operator, reason);
                            }
                            Notices.done(drains ? "New sessions are refused" : "New sessions are let in");
                        })
                .open();
    }

    /** What the grid can show now, for tests. */
    List<SessionView> shown() {
        return provider.fetch(new com.vaadin.flow.data.provider.Query<>()).toList();
    }
}
