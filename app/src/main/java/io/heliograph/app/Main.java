package io.heliograph.app;

import io.heliograph.app.bench.BenchCommand;
import io.heliograph.app.operate.LimitsCommand;
import io.heliograph.app.operate.SessionsCommand;
import io.heliograph.app.operate.SloCommand;
import io.heliograph.app.serve.ServeCommand;
import io.heliograph.app.store.AuditCommand;
import io.heliograph.app.store.BackupCommand;
import io.heliograph.app.store.RestoreCommand;
import io.heliograph.app.users.UserCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code heliograph}. */
@Command(
        name = "heliograph",
        description = "A streaming speech-to-text server on which an operator can put a service-level objective.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        subcommands = {
            TranscribeCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            BenchCommand.class,
            ModelCommand.class,
            LimitsCommand.class,
            SessionsCommand.class,
            SloCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    private Main() {}

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand("serve", ServeCommand.commandLine())
                .addSubcommand("user", UserCommand.commandLine());
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }
}
