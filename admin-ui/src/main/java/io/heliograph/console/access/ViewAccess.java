package io.heliograph.console.access;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.NavigationAccessControl;
import io.heliograph.server.control.Role;
import java.security.Principal;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which pages somebody may open: {@code @RolesAllowed("OPERATOR")} means that role and those above it; a page without annotation is
 * closed. What a page may do is checked by control once more. Confined to the session's lock.
 */
public final class ViewAccess extends NavigationAccessControl {
    /** Route of the page to sign in. */
    public static final String SIGN_IN = "login";
    /** Route of the page to change one's password. */
    public static final String PASSWORD = "password";

    private final transient SignInDesk desk;

    public ViewAccess(SignInDesk desk) {
        this.desk = desk;
        setLoginView("/" + SIGN_IN);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        SignedOn.current()
                .filter(signedOn -> !desk.isValid(signedOn.operator()))
                .ifPresent(signedOn -> event.getUI().getSession().setAttribute(SignedOn.class, null));
        super.beforeEnter(event);
        boolean mustChange =
                SignedOn.current().filter(SignedOn::mustChangePassword).isPresent();
        String path = event.getLocation().getPath();
        if (mustChange && !path.equals(PASSWORD) && !path.equals(SIGN_IN)) {
            event.forwardTo(PASSWORD);
        }
    }

    @Override
    protected @Nullable Principal getPrincipal(@Nullable VaadinRequest request) {
        return SignedOn.current().orElse(null);
    }

    @Override
    protected Predicate<String> getRolesChecker(@Nullable VaadinRequest request) {
        return SignedOn.current()
                .<Predicate<String>>map(
                        signedOn -> role -> includes(signedOn.operator().role(), role))
                .orElse(role -> false);
    }

    private static boolean includes(Role has, String needed) {
        return Arrays.stream(Role.values()).anyMatch(role -> role.name().equals(needed) && has.includes(role));
    }
}
