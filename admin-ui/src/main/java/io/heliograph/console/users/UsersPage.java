package io.heliograph.console.users;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.shell.ReasonDialog;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UserView;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Who may sign in, and as what. Confined to the session's lock. */
@Route("users")
@PageTitle("Users")
@RolesAllowed("ADMIN")
public final class UsersPage extends Main {
    private static final int MAX_NAME = 64;

    private final ControlPlane control;
    private final InstantSource clock;
    private final Operator operator = SignedOn.currentOperator();
    private final Grid<UserView> grid = new Grid<>();
    private final Span count = new Span();

    public UsersPage(ControlPlane control, InstantSource clock) {
        this.control = control;
        this.clock = clock;
        addClassName("users-page");
        Button create = new Button("New user", VaadinIcon.PLUS.create(), click -> askToCreate());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setId("new-user");
        create.addClassName("toolbar-end");
        count.addClassName("secondary");
        Div toolbar = new Div(count, create);
        toolbar.addClassName("toolbar");
        build();
        add(toolbar, grid);
        refresh();
    }

    private void build() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("users-grid");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setAllRowsVisible(true);
        grid.addColumn(UserView::name).setHeader("Name").setWidth("10rem").setSortable(true);
        grid.addColumn(user -> user.role().label())
                .setHeader("Role")
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.addColumn(LitRenderer.<UserView>of("<vaadin-badge theme=\"${item.theme}\">${item.words}</vaadin-badge>")
                        .withProperty("words", this::state)
                        .withProperty("theme", user -> theme(state(user))))
                .setHeader("State")
                .setWidth("13rem")
                .setFlexGrow(0);
        grid.addColumn(user ->
                        user.lastSignIn().map(at -> Words.moment(at) + " UTC").orElse("never"))
                .setHeader("Last sign-in")
                .setWidth("14rem");
        grid.addColumn(user -> user.failures() == 0 ? Words.NONE : Integer.toString(user.failures()))
                .setHeader("Failed since")
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::menu)
                .setHeader("Account")
                .setWidth("8rem")
                .setFlexGrow(0);
    }

    private String state(UserView user) {
        Optional<Instant> locked = user.lockedUntil().filter(until -> until.isAfter(clock.instant()));
        if (!user.isEnabled()) {
            return "disabled";
        }
        if (locked.isPresent()) {
            return "locked until " + Words.clock(locked.get());
        }
        return user.mustChangePassword() ? "must change password" : "active";
    }

    private static String theme(String state) {
        return switch (state) {
            case "active" -> "success";
            case "disabled" -> "";
            default -> "warning";
        };
    }

    private Component menu(UserView user) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.TERTIARY);
        MenuItem item = bar.addItem("Change");
        item.setAriaLabel("Change " + user.name());
        SubMenu menu = item.getSubMenu();
        menu.addItem("Role", click -> askForRole(user));
        menu.addItem("Reset password", click -> askToReset(user));
        menu.addItem(user.isEnabled() ? "Disable" : "Enable", click -> askToEnable(user));
        menu.addItem("Delete", click -> askToDelete(user));
        return bar;
    }

    private void refresh() {
        try {
            List<UserView> users = control.users().list(operator);
            grid.setItems(users);
            count.setText(Words.count(users.size(), "user"));
        } catch (ControlException e) {
            Notices.refused(String.valueOf(e.getMessage()));
        }
    }

    private void askToCreate() {
        TextField name = new TextField("Name");
        name.setId("user-name");
        name.setMaxLength(MAX_NAME);
        name.setHelperText("a to z, digits and . _ @ -");
        RadioButtonGroup<Role> role = roles(Role.VIEWER);
        Div fields = new Div(name, role);
        fields.addClassName("field-column");
        new ReasonDialog(
                        "New user",
                        "They get a one-time password, which you see once and hand over.",
                        "Create",
                        false,
                        reason -> {
                            String user = name.getValue().strip();
                            String password = control.users().create(operator, user, role.getValue(), reason);
                            refresh();
                            new OneTimePasswordDialog(user, password).open();
                        },
                        fields)
                .open();
    }

    private void askForRole(UserView user) {
        RadioButtonGroup<Role> role = roles(user.role());
        new ReasonDialog(
                        "Role of " + user.name(),
                        "It counts at once; they have to sign in again.",
                        "Change role",
                        false,
                        reason -> {
                            control.users().setRole(operator, user.name(), role.getValue(), reason);
                            refresh();
                            Notices.done(user.name() + " is " + role.getValue().label() + " now");
                        },
                        role)
                .open();
    }

    private void askToReset(UserView user) {
        new ReasonDialog(
                        "Reset the password of " + user.name() + "?",
                        "They get a one-time password, which you see once; their sign-ins end, and a lock is taken away.",
                        "Reset",
                        true,
                        reason -> {
                            String password = control.users().resetPassword(operator, user.name(), reason);
                            refresh();
                            new OneTimePasswordDialog(user.name(), password).open();
                        })
                .open();
    }

    private void askToEnable(UserView user) {
        boolean enables = !user.isEnabled();
        new ReasonDialog(
                        (enables ? "Enable " : "Disable ") + user.name() + "?",
                        enables ? "They may sign in again." : "They may not sign in, and their sign-ins end.",
                        enables ? "Enable" : "Disable",
                        !enables,
                        reason -> {
                            control.users().setEnabled(operator, user.name(), enables, reason);
                            refresh();
                            Notices.done(user.name() + (enables ? " may sign in" : " is disabled"));
                        })
                .open();
    }

    private void askToDelete(UserView user) {
        new ReasonDialog(
                        "Delete " + user.name() + "?",
                        "The account goes; what they did stays in the audit.",
                        "Delete",
                        true,
                        reason -> {
                            control.users().delete(operator, user.name(), reason);
                            refresh();
                            Notices.done(user.name() + " is deleted");
                        })
                .open();
    }

    private static RadioButtonGroup<Role> roles(Role selected) {
        RadioButtonGroup<Role> group = new RadioButtonGroup<>("Role");
        group.setItems(Role.values());
        group.setItemLabelGenerator(role -> switch (role) {
            case VIEWER -> "Viewer: sees everything, changes nothing";
            case OPERATOR -> "Operator: changes limits, ends sessions, drains";
            case ADMIN -> "Admin: everything, also objectives and users";
        });
        group.setValue(selected);
        return group;
    }
}
