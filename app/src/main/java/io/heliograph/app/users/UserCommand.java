package io.heliograph.app.users;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.TextTable;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.app.desk.TwoWayCommand;
import io.heliograph.server.OfflineUsers;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UserView;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heliograph user}: who may operate a server. Confined to the calling thread. */
@Command(
        name = "user",
        description = "See and change who may operate a server that runs, or one that does not, in its database.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UserCommand.ListUsers.class,
            UserCommand.Create.class,
            UserCommand.Reset.class,
            UserCommand.ChangeRole.class,
            UserCommand.Disable.class,
            UserCommand.Enable.class,
            UserCommand.Delete.class
        })
public final class UserCommand {

    /** The command with all that it has below it; roles are written as they are shown, in small letters. */
    public static CommandLine commandLine() {
        return new CommandLine(new UserCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** What all have in common: where the users are. */
    abstract static class OnUsers extends TwoWayCommand {

        /** Does it and gives the exit status; failures in one line are told by the caller. */
        abstract int run(UserDesk users, CommandOutput output)
                throws ServerAnswerException, InterruptedException, IOException;

        /** Whether a database that is not there is made. */
        boolean mayMakeDatabase() {
            return false;
        }

        @Override
        protected final int offline(ServerConfig config, CommandOutput output)
                throws ServerAnswerException, InterruptedException, IOException {
            try (OfflineUsers offline = OfflineUsers.open(config, mayMakeDatabase())) {
                return run(UserDesk.of(offline.users(), self()), output);
            }
        }

        @Override
        protected final int remotely(RemoteServer remote, CommandOutput output)
                throws ServerAnswerException, InterruptedException, IOException {
            return run(new RemoteUsers(remote), output);
        }
    }

    /** {@code user list}. */
    @Command(name = "list", description = "Show all users.", mixinStandardHelpOptions = true)
    static final class ListUsers extends OnUsers {
        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "ROLE", "STATE", "PASSWORD", "LAST SIGN-IN"));
            for (UserView user : users.list()) {
                rows.add(List.of(
                        user.name(),
                        user.role().label(),
                        state(user),
                        user.mustChangePassword() ? "one-time" : "own",
                        user.lastSignIn().map(ListUsers::text).orElse("never")));
            }
            if (rows.size() == 1) {
                output.out("there are no users yet: the first start of a server makes an admin");
                return CommandOutput.OK;
            }
            TextTable.lines(rows).forEach(output::out);
            return CommandOutput.OK;
        }

        private static String state(UserView user) {
            String state = user.isEnabled() ? "enabled" : "disabled";
            return user.lockedUntil()
                    .map(until -> state + ", locked until " + text(until))
                    .orElse(state);
        }

        private static String text(Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    /** A command about one user, with a reason. */
    abstract static class OnOneUser extends OnUsers {
        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the user.")
        private String name = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; stands in the audit for ever.")
        private String reason = "";

        String name() {
            return name;
        }

        String reason() {
            return reason;
        }

        /** Tells the one-time password, which is nowhere to be read again. */
        static int told(String done, String password, CommandOutput output) {
            output.out(done);
            output.out("one-time password, shown only here: " + password);
            return CommandOutput.OK;
        }
    }

    /** {@code user create}. */
    @Command(
            name = "create",
            description = "Add a user, with a one-time password unless one is brought along.",
            mixinStandardHelpOptions = true)
    static final class Create extends OnOneUser {
        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                description = "What they may do: viewer, operator or admin.")
        private Role role = Role.VIEWER;

        @Mixin
        private NewPassword password = new NewPassword();

        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException, IOException {
            String done = name() + " is made, with the role " + role.label();
            Optional<char[]> brought = password.read();
            if (brought.isEmpty()) {
                return told(done, users.create(name(), role, reason()), output);
            }
            users.create(name(), role, brought.get(), reason());
            output.out(done);
            return CommandOutput.OK;
        }

        @Override
        boolean mayMakeDatabase() {
            return true;
        }
    }

    /** {@code user reset}. */
    @Command(
            name = "reset",
            description = "Give a user a one-time password, unless one is brought along, and take a lock away.",
            mixinStandardHelpOptions = true)
    static final class Reset extends OnOneUser {
        @Mixin
        private NewPassword password = new NewPassword();

        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException, IOException {
            String done = name() + " has a new password";
            Optional<char[]> brought = password.read();
            if (brought.isEmpty()) {
                return told(done, users.reset(name(), reason()), output);
            }
            users.reset(name(), brought.get(), reason());
            output.out(done);
            return CommandOutput.OK;
        }
    }

    /** {@code user role}. */
    @Command(name = "role", description = "Change what a user may do.", mixinStandardHelpOptions = true)
    static final class ChangeRole extends OnOneUser {
        @Parameters(index = "1", paramLabel = "ROLE", description = "What they may do: viewer, operator or admin.")
        private Role role = Role.VIEWER;

        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException {
            users.changeRole(name(), role, reason());
            output.out(name() + " has the role " + role.label());
            return CommandOutput.OK;
        }
    }

    /** {@code user disable}. */
    @Command(
            name = "disable",
            description = "Let a user sign in no more, without forgetting them.",
            mixinStandardHelpOptions = true)
    static final class Disable extends OnOneUser {
        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException {
            users.setEnabled(name(), false, reason());
            output.out(name() + " is disabled");
            return CommandOutput.OK;
        }
    }

    /** {@code user enable}. */
    @Command(
            name = "enable",
            description = "Let a user sign in again, and take a lock away.",
            mixinStandardHelpOptions = true)
    static final class Enable extends OnOneUser {
        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException {
            users.setEnabled(name(), true, reason());
            output.out(name() + " is enabled");
            return CommandOutput.OK;
        }
    }

    /** {@code user delete}. */
    @Command(name = "delete", description = "Remove a user.", mixinStandardHelpOptions = true)
    static final class Delete extends OnOneUser {
        @Override
        int run(UserDesk users, CommandOutput output) throws ServerAnswerException, InterruptedException {
            users.delete(name(), reason());
            output.out(name() + " is deleted");
            return CommandOutput.OK;
        }
    }
}
