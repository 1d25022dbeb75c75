package io.heliograph.server.control;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.store.SharedDatabase;
import java.nio.file.Path;
import java.util.Optional;

/** Where everything is kept, for an operator. Thread-safe. */
public final class StoreControl {
    private final Optional<SharedDatabase> database;
    private final AuditTrail trail;

    StoreControl(Optional<SharedDatabase> database, AuditTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    /** Whether there is a database, and whether it works. */
    public StoreView view(Operator operator) {
        operator.require(Role.VIEWER, "see the state of the database");
        Optional<String> problem = database.flatMap(SharedDatabase::problem);
        return new StoreView(database.isPresent(), problem.isEmpty(), problem.orElse(""));
    }

    /**
     * Writes a copy of the database while the server runs. It holds the hashes of passwords, so this takes the role admin.
     *
     * @param file a new file on the server's machine, which only the server's user may read
     * @throws ControlException if the role does not allow it, if nothing is kept or not by us (PostgreSQL), or if the copy cannot be
     *     written; no file is left then
     */
    public void backup(Operator operator, Path file) {
        operator.require(Role.ADMIN, "copy the database");
        SharedDatabase kept = database.orElseThrow(() -> new ControlException(
                ControlException.Kind.INVALID, "this server keeps nothing that could be copied: it has no database"));
        String target = file.toAbsolutePath().normalize().toString();
        trail.append(trail.by(operator, AuditAction.STORE_BACKUP, target));
        try {
            Unavailable.unless(() -> {
                kept.backup(file);
                return file;
            });
        } catch (ControlException e) {
            trail.append(trail.by(operator, AuditAction.STORE_BACKUP, target)
                    .because(String.valueOf(e.getMessage()))
                    .failed());
            throw e;
        }
    }
}
