package io.heliograph.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code heliograph}. */
@Command(
        name = "heliograph",
        description = "A streaming speech-to-text server on which an operator can put a service-level objective.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        subcommands = {TranscribeCommand.class, ModelCommand.class, VersionCommand.class, CommandLine.HelpCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
