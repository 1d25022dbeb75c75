package io.heliograph.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import io.heliograph.console.access.SignInDesk;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.live.Live;
import io.heliograph.server.control.Operator;
import jakarta.annotation.security.PermitAll;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The frame around the pages: navigation, title, whether the figures are fresh, and who is signed in. Confined to the session's lock. */
@Layout
@PermitAll
public final class MainLayout extends AppLayout implements AfterNavigationObserver {
    private static final String TO_THE_TOP =
            "for (let node = this; node; node = node.assignedSlot ?? node.parentNode ?? node.host) node.scrollTop = 0";

    private final Navigation navigation;
    private final SignInDesk desk;
    private final InstantSource clock;
    private final H1 title = new H1();
    private final LiveDot dot = new LiveDot();
    private final Badge sessions = new Badge("0");
    private final Badge draining = new Badge("Draining");
    private final Map<Class<?>, Badge> marks = new HashMap<>();
    private final Button scheme = new Button(VaadinIcon.ADJUST.create());

    public MainLayout(Navigation navigation, Heart heart, SignInDesk desk, InstantSource clock) {
        this.navigation = navigation;
        this.desk = desk;
        this.clock = clock;
        setPrimarySection(Section.DRAWER);
        Operator operator = SignedOn.currentOperator();
        addToDrawer(brand(), new Scroller(sideNav(operator)), role(operator));
        addToNavbar(toggle(), title, right(operator));
        dot.onActivity(() -> SignedOn.current().ifPresent(signedOn -> signedOn.seen(this.clock.instant())));
        Live.show(this, heart.feed(), this::show);
        addAttachListener(attached -> applyScheme(attached.getUI()));
    }

    private void show(Heart.Beat beat) {
        dot.beat();
        sessions.setText(Integer.toString(beat.sessions()));
        draining.setVisible(beat.isDraining());
    }

    private static Component brand() {
        Image mark = new Image("console/heliograph.svg", "");
        mark.addClassName("brand-mark");
        Span name = new Span("Heliograph");
        name.addClassName("brand-name");
        Div brand = new Div(mark, name);
        brand.addClassName("brand");
        return brand;
    }

    private SideNav sideNav(Operator operator) {
        SideNav nav = new SideNav();
        nav.getElement().setAttribute("aria-label", "Pages");
        for (NavigationEntry entry : navigation.entries()) {
            if (operator.role().includes(entry.role())) {
                SideNavItem item = new SideNavItem(
                        entry.label(), entry.page(), entry.icon().create());
                if (entry.label().equals("Sessions")) {
                    item.setSuffixComponent(sessions);
                } else {
                    item.setSuffixComponent(mark(entry));
                }
                nav.addItem(item);
            }
        }
        return nav;
    }

    private Badge mark(NavigationEntry entry) {
        Badge mark = new Badge();
        mark.addThemeVariants(BadgeVariant.WARNING);
        mark.setVisible(false);
        marks.put(entry.page(), mark);
        return mark;
    }

    /**
     * Says something beside a page in the navigation, as long as this frame is there.
     *
     * @param words a few; empty = nothing
     */
    public void mark(Class<? extends Component> page, String words) {
        Badge mark = marks.get(page);
        if (mark != null) {
            mark.setText(words);
            mark.setVisible(!words.isEmpty());
        }
    }

    private static Component role(Operator operator) {
        Span role = new Span("Signed in as " + operator.role().label());
        role.addClassName("drawer-foot");
        return role;
    }

    private static DrawerToggle toggle() {
        DrawerToggle toggle = new DrawerToggle();
        toggle.setAriaLabel("Show or hide the navigation");
        return toggle;
    }

    private Component right(Operator operator) {
        title.addClassName("page-title");
        draining.addThemeVariants(BadgeVariant.WARNING);
        draining.setVisible(false);
        scheme.addThemeVariants(ButtonVariant.TERTIARY);
        scheme.setAriaLabel("Switch between light and dark");
        scheme.setTooltipText("Light or dark");
        scheme.addClickListener(click -> switchScheme());
        Div right = new Div(draining, dot, scheme, userMenu(operator));
        right.addClassName("navbar-end");
        return right;
    }

    private MenuBar userMenu(Operator operator) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.TERTIARY);
        bar.getElement().setAttribute("aria-label", "You");
        Avatar avatar = new Avatar(operator.name());
        MenuItem who = bar.addItem(avatar);
        who.setAriaLabel(operator.name());
        Span name = new Span(operator.name());
        name.addClassName("user-name");
        who.add(name);
        SubMenu menu = who.getSubMenu();
        menu.addItem(
                "Change password", click -> click.getSource().getUI().ifPresent(ui -> ui.navigate(PasswordPage.class)));
        menu.addItem("Sign out", click -> signOut(operator));
        return bar;
    }

    private void signOut(Operator operator) {
        desk.signedOut(operator);
        UI.getCurrent().getPage().setLocation("/login");
        VaadinSession session = VaadinSession.getCurrent();
        WrappedSession http = session.getSession();
        session.close();
        http.invalidate();
    }

    /** The choice lives as long as the session; at first the browser's own counts. */
    private void switchScheme() {
        VaadinSession session = VaadinSession.getCurrent();
        boolean isDark = session.getAttribute(ColorScheme.Value.class) == ColorScheme.Value.DARK;
        session.setAttribute(ColorScheme.Value.class, isDark ? ColorScheme.Value.LIGHT : ColorScheme.Value.DARK);
        applyScheme(UI.getCurrent());
    }

    private static void applyScheme(UI ui) {
        ColorScheme.Value chosen = ui.getSession().getAttribute(ColorScheme.Value.class);
        if (chosen != null) {
            ui.getPage().setColorScheme(chosen);
        }
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        Component page = getContent();
        if (page != null) {
            // Whoever comes from the foot of a long page begins at the head of this one.
            page.getElement().executeJs(TO_THE_TOP);
            PageTitle own = page.getClass().getAnnotation(PageTitle.class);
            title.setText(
                    navigation.of(page.getClass()).map(NavigationEntry::label).orElse(own == null ? "" : own.value()));
        }
    }
}
