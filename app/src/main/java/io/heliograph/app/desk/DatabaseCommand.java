package io.heliograph.app.desk;

import io.heliograph.app.CommandOutput;
import io.heliograph.server.config.ConfigException;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.store.AuditTables;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What commands have in common that work on the database of a server that does not run: which one, and that a failure is one line.
 * Whoever may write that file may do everything. Confined to the calling thread.
 */
public abstract class DatabaseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public final Integer call() throws InterruptedException {
        CommandOutput output = CommandOutput.of(spec);
        try {
            return run(output);
        } catch (StoreException e) {
            return output.failed(e.getMessage() + (e.isHeldElsewhere() ? whenHeld() : ""));
        } catch (ConfigException | ControlException | ServerAnswerException | IOException e) {
            return output.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Works on the database and gives the exit status; failures in one line are told by the caller. */
    protected abstract int offline(ServerConfig config, CommandOutput output)
            throws ServerAnswerException, InterruptedException, IOException;

    /** Does it, wherever that is. */
    int run(CommandOutput output) throws ServerAnswerException, InterruptedException, IOException {
        // What the libraries and the database itself log is said in the one line.
        LogManager.getLogManager().reset();
        return offline(database.load(), output);
    }

    /** What to do about a database that a server holds. */
    String whenHeld() {
        return ": stop the server first";
    }

    /** Whether the command line names a database. */
    final boolean namesDatabase() {
        return database.isGiven();
    }

    /**
     * The database, which must be there.
     *
     * @throws StoreException in one line, if it is not, or another process holds it
     */
    protected static SharedDatabase existing(ServerConfig.Store store) {
        Database.requireExisting(store.url());
        return SharedDatabase.of(
                Database.open(store.url(), store.user(), store.password().reveal()), Ticker.system());
    }

    /** The audit of a database. */
    protected static AuditTables audit(SharedDatabase database) {
        return new AuditTables(database, InstantSource.system());
    }

    /** Whoever is logged in on this machine; the colon keeps it apart from the name of an account. */
    protected static Operator self() {
        return new Operator("os:" + System.getProperty("user.name", "unknown"), Role.ADMIN, "cli");
    }
}
