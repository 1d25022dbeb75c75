package io.heliograph.app.store;

import static java.util.Objects.requireNonNull;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.desk.DatabaseCommand;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.store.Restore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heliograph restore}: puts a backup in the place of the database. Confined to the calling thread. */
@Command(
        name = "restore",
        description = "Check a backup and put it in the place of the database, while no server runs.",
        mixinStandardHelpOptions = true)
public final class RestoreCommand extends DatabaseCommand {
    @Parameters(paramLabel = "FILE", description = "A file written by heliograph backup.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Move a database that is there aside, under another name.")
    private boolean isForced;

    @Override
    protected int offline(ServerConfig config, CommandOutput output) {
        ServerConfig.Store store = config.store();
        Restore.Done done = new Restore(
                        store.url(), store.user(), store.password().reveal(), InstantSource.system())
                .from(requireNonNull(file, "file").toAbsolutePath(), isForced);
        output.out(done.file() + " restored: " + done.audit().words());
        done.replaced().ifPresent(kept -> output.out("the database before it is kept as " + kept));
        return CommandOutput.OK;
    }
}
