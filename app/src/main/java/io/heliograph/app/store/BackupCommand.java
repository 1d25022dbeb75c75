package io.heliograph.app.store;

import static java.util.Objects.requireNonNull;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.app.desk.TwoWayCommand;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.Operator;
import io.heliograph.server.store.SharedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heliograph backup}: a copy of the database, whether a server runs or not. Confined to the calling thread. */
@Command(
        name = "backup",
        description = "Copy the database of a running server, or of one that does not run, to a new file.",
        mixinStandardHelpOptions = true)
public final class BackupCommand extends TwoWayCommand {
    /** For a database of some gigabytes on a slow disk. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Parameters(
            paramLabel = "FILE",
            description = "A new file; a running server writes it on its own machine, so name it with its whole path.")
    private @Nullable Path file;

    @Override
    protected int offline(ServerConfig config, CommandOutput output) {
        Path target = requireNonNull(file, "file").toAbsolutePath().normalize();
        try (SharedDatabase database = existing(config.store())) {
            Operator operator = self();
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

    @Override
    protected int remotely(RemoteServer remote, CommandOutput output)
            throws ServerAnswerException, InterruptedException {
        String path = requireNonNull(file, "file").toString();
        String written = remote.post("/admin/backup", Map.of("path", path), PATIENCE)
                .path("path")
                .asString();
        output.out(written + " written, on the server's machine");
        return CommandOutput.OK;
    }
}
