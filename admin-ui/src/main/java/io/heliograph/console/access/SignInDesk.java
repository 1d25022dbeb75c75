package io.heliograph.console.access;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.SignIn;

/** What the console needs of the accounts of the server. Thread-safe. */
public interface SignInDesk {

    /** Checks a password; takes a fraction of a second, and longer when many try. */
    SignIn signIn(String name, char[] password, String origin);

    /** Somebody has left. */
    void signedOut(Operator operator);

    /** Whether the operator, as once signed in, may still do what their role says. */
    boolean isValid(Operator operator);

    /**
     * Sets a new password, if the old one is right.
     *
     * @return oneself from now on; whatever was signed in before is no longer valid
     */
    Operator changePassword(Operator self, char[] old, char[] next);
}
