package io.heliograph.server.control;

/** How an attempt to sign in ended. Immutable. */
public sealed interface SignIn {

    /**
     * Somebody is in.
     *
     * @param operator who; valid as long as {@link UsersControl#isValid} says so
     * @param mustChangePassword whether they may do nothing before they have changed their password
     */
    record SignedIn(Operator operator, boolean mustChangePassword) implements SignIn {}

    /**
     * Nobody is in.
     *
     * @param message one line for whoever tried; it does not tell whether there is such an account
     */
    record Refused(String message) implements SignIn {}
}
