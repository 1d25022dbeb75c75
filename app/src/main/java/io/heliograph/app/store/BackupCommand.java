package io.heliograph.app.store;

import static java.util.Objects.requireNonNull;

import io.heliograph.app.CommandOutput;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.Operator;
import io.heliograph.server.store.SharedDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heliograph backup}: a copy of the database of a server that does not run. Confined to the calling thread. */
@Command(
        name = "backup",
        description = "Copy the database to a new file, while no server holds it.",
        mixinStandardHelpOptions = true)
public final class BackupCommand extends StoreCommand {
    @Parameters(paramLabel = "FILE", description = "A new file.")
    private @Nullable Path file;

    @Override
    int run(ServerConfig.Store store, CommandOutput output) {
        Path target = requireNonNull(file, "file").toAbsolutePath().normalize();
        try (SharedDatabase database = existing(store)) {
            Operator operator = operator();
            audit(database)
                    .append(AuditRecord.of(
                            AuditAction.STORE_BACKUP,
                            operator.name(),
                            operator.role().label(),
                            operator.origin(),
                            target.toString()));
            database.backup(target);
            output.out(target + " written");
            return CommandOutput.OK;
        }
    }
}
