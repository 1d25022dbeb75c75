package io.heliograph.app.serve;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.app.CommandOutput;
import io.heliograph.server.SttServer;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.UsersControl;

/** Tells the first admin's one-time password, on the standard output alone: a log would keep it. Pure. */
final class FirstAdmin {
    private static final System.Logger LOGGER = System.getLogger(FirstAdmin.class.getName());

    private FirstAdmin() {}

    /** Makes the first admin of a server that has no users, and says how to sign in. */
    static void welcome(SttServer server, CommandOutput output) {
        try {
            server.control().users().createFirstAdmin().ifPresent(password -> {
                output.out("There was no user yet: " + UsersControl.FIRST_ADMIN + " is made.");
                output.out("one-time password, shown only here: " + password);
            });
        } catch (ControlException e) {
            LOGGER.log(
                    WARNING,
                    "if this server has no users yet, nobody can sign in before it is started anew: " + e.getMessage());
        }
    }
}
