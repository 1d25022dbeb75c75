package io.heliograph.console.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.heliograph.console.audit.AuditPage;
import io.heliograph.console.limits.LimitsPage;
import io.heliograph.console.models.ModelsPage;
import io.heliograph.console.objectives.ObjectivesPage;
import io.heliograph.console.objectives.ReportPage;
import io.heliograph.console.overview.OverviewPage;
import io.heliograph.console.sessions.SessionsPage;
import io.heliograph.console.shell.DeniedPage;
import io.heliograph.console.shell.FailurePage;
import io.heliograph.console.shell.MainLayout;
import io.heliograph.console.shell.NavigationEntry;
import io.heliograph.console.shell.NotFoundPage;
import io.heliograph.console.shell.PasswordPage;
import io.heliograph.console.shell.SignInPage;
import io.heliograph.console.tryout.TryOutPage;
import io.heliograph.console.users.UsersPage;
import io.heliograph.server.control.Role;
import java.util.List;

/** Every page of the console, and its place in the navigation; a page that is not listed does not exist. Immutable. */
public final class ConsoleViews {
    /** Pages with a route, and the layout around them. */
    public static final List<Class<? extends Component>> ROUTES = List.of(
            MainLayout.class,
            SignInPage.class,
            PasswordPage.class,
            OverviewPage.class,
            SessionsPage.class,
            LimitsPage.class,
            ObjectivesPage.class,
            ModelsPage.class,
            ReportPage.class,
            AuditPage.class,
            UsersPage.class,
            TryOutPage.class);

    /** Pages that are shown instead of another. */
    public static final List<Class<? extends Component>> ERRORS =
            List.of(NotFoundPage.class, DeniedPage.class, FailurePage.class);

    /** The navigation, from top to bottom. */
    public static final List<NavigationEntry> NAVIGATION = List.of(
            new NavigationEntry("Overview", VaadinIcon.DASHBOARD, OverviewPage.class, Role.VIEWER),
            new NavigationEntry("Sessions", VaadinIcon.MICROPHONE, SessionsPage.class, Role.VIEWER),
            new NavigationEntry("Limits", VaadinIcon.SLIDERS, LimitsPage.class, Role.VIEWER),
            new NavigationEntry("Objectives", VaadinIcon.BULLSEYE, ObjectivesPage.class, Role.VIEWER),
            new NavigationEntry("Models", VaadinIcon.CUBES, ModelsPage.class, Role.VIEWER),
            new NavigationEntry("Audit", VaadinIcon.RECORDS, AuditPage.class, Role.VIEWER),
            new NavigationEntry("Users", VaadinIcon.USERS, UsersPage.class, Role.ADMIN),
            new NavigationEntry("Try it", VaadinIcon.PLAY_CIRCLE, TryOutPage.class, Role.OPERATOR));

    private ConsoleViews() {}
}
