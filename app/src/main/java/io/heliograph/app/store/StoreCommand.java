package io.heliograph.app.store;

import io.heliograph.app.CommandOutput;
import io.heliograph.server.config.ConfigException;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
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
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands on a database have in common: which one, and that a failure is one line. Confined to the calling thread. */
abstract class StoreCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "PATH", description = "Server file (default: config/server.yaml).")
    private @Nullable Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder in which the H2 database lies (default: data).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            description = "JDBC URL of the database (default: store.url of the server file, else the H2 file).")
    private @Nullable String url;

    @Override
    public final Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        // What the libraries and the database itself log is said in one line below.
        LogManager.getLogManager().reset();
        try {
            Map<String, Object> values = new HashMap<>();
            if (url != null) {
                values.put("store.url", url);
            }
            ServerConfig.Store store = new ConfigLoader(Path.of(""), System.getenv())
                    .load(new Overrides(config, null, dataDirectory, null, values))
                    .config()
                    .store();
            return run(store, output);
        } catch (ConfigException | StoreException | ControlException | IOException e) {
            return output.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Does it; failures in one line are told by the caller. */
    abstract int run(ServerConfig.Store store, CommandOutput output) throws IOException;

    /** The database, which must be there. */
    static SharedDatabase existing(ServerConfig.Store store) {
        Database.requireExisting(store.url());
        return new SharedDatabase(
                () -> Database.open(store.url(), store.user(), store.password().reveal()), Ticker.system());
    }

    /** The audit of a database. */
    static AuditTables audit(SharedDatabase database) {
        return new AuditTables(database, InstantSource.system());
    }

    /** Whoever can read the database's file may do all; they are written down by the name that the system knows them by. */
    static Operator operator() {
        String name = System.getProperty("user.name", "");
        return new Operator(name.isBlank() ? "unknown" : name, Role.ADMIN, "cli");
    }
}
