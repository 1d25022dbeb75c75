package io.heliograph.console.access;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.SignIn;
import io.heliograph.server.control.UsersControl;

/**
 * The accounts of the server. Thread-safe.
 *
 * @param users who may sign in
 */
public record ServerDesk(UsersControl users) implements SignInDesk {

    @Override
    public SignIn signIn(String name, char[] password, String origin) {
        return users.signIn(name, password, origin);
    }

    @Override
    public void signedOut(Operator operator) {
        users.signedOut(operator);
    }

    @Override
    public boolean isValid(Operator operator) {
        return users.isValid(operator);
    }

    @Override
    public Operator changePassword(Operator self, char[] old, char[] next) {
        return users.changePassword(self, old, next);
    }
}
