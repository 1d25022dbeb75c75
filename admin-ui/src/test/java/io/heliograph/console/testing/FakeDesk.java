package io.heliograph.console.testing;

import io.heliograph.console.access.SignInDesk;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SignIn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Accounts named after their roles, all with one password; {@code fresh} has to change it, {@code unlucky} always comes when
 * accounts cannot be read. Thread-safe.
 */
public final class FakeDesk implements SignInDesk {
    public static final String PASSWORD = "right horse";

    private static final Map<String, Role> ROLES =
            Map.of("viewer", Role.VIEWER, "operator", Role.OPERATOR, "admin", Role.ADMIN, "fresh", Role.ADMIN);

    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private final List<String> left = new CopyOnWriteArrayList<>();

    @Override
    public SignIn signIn(String name, char[] password, String origin) {
        if (name.equals("unlucky")) {
            throw new ControlException(ControlException.Kind.UNAVAILABLE, "the database cannot be used");
        }
        Role role = ROLES.get(name);
        return role != null && PASSWORD.equals(String.valueOf(password))
                ? new SignIn.SignedIn(new Operator(name, role, origin), name.equals("fresh"))
                : new SignIn.Refused("The name or the password is wrong.");
    }

    @Override
    public void signedOut(Operator operator) {
        left.add(operator.name());
    }

    @Override
    public boolean isValid(Operator operator) {
        return !removed.contains(operator.name());
    }

    @Override
    public Operator changePassword(Operator self, char[] old, char[] next) {
        if (!PASSWORD.equals(String.valueOf(old))) {
            throw new ControlException(ControlException.Kind.INVALID, "the old password is wrong");
        }
        return self;
    }

    /** The account is gone from now on. */
    public void remove(String name) {
        removed.add(name);
    }

    /** Who has signed out, in order. */
    public List<String> left() {
        return left;
    }
}
