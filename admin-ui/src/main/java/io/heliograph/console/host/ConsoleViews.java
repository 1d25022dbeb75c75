package io.heliograph.console.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.heliograph.console.limits.LimitsPage;
import io.heliograph.console.shell.DeniedPage;
import io.heliograph.console.shell.FailurePage;
import io.heliograph.console.shell.MainLayout;
import io.heliograph.console.shell.NavigationEntry;
import io.heliograph.console.shell.NotFoundPage;
import io.heliograph.console.shell.PasswordPage;
import io.heliograph.console.shell.SignInPage;
import io.heliograph.server.control.Role;
import java.util.List;

/** Every page of the console, and its place in the navigation; a page that is not listed does not exist. Immutable. */
public final class ConsoleViews {
    /** Pages with a route, and the layout around them. */
    public static final List<Class<? extends Component>> ROUTES =
            List.of(MainLayout.class, SignInPage.class, PasswordPage.class, LimitsPage.class);

    /** Pages that are shown instead of another. */
    public static final List<Class<? extends Component>> ERRORS =
            List.of(NotFoundPage.class, DeniedPage.class, FailurePage.class);

    /** The navigation, from top to bottom. */
    public static final List<NavigationEntry> NAVIGATION =
            List.of(new NavigationEntry("Limits", VaadinIcon.SLIDERS, LimitsPage.class, Role.VIEWER));

    private ConsoleViews() {}
}
