package io.heliograph.app.users;

import io.heliograph.app.CommandOutput;
import io.heliograph.server.OfflineUsers;
import io.heliograph.server.config.ConfigException;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.telemetry.LogConfig;
import io.heliograph.server.telemetry.LogLevel;
import io.heliograph.server.telemetry.LogSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What the commands about users have in common: the database of a server that does not run, and that a failure is one line. Whoever
 * may write that file may do everything. Confined to the calling thread.
 */
abstract class UsersCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The server's data directory, where its database is (default: data).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The server's configuration file, for store.url, store.user and store.password.")
    private @Nullable Path configFile;

    @Override
    @SuppressWarnings("try") // the log is only set up and flushed
    public final Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        try (LogSetup log = LogSetup.install(LogConfig.of(LogLevel.ERROR, null));
                OfflineUsers offline = OfflineUsers.open(config(), mayMakeDatabase())) {
            return run(offline.users(), self(), output);
        } catch (StoreException | ControlException | ConfigException e) {
            return output.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return output.failed("the password cannot be read: " + e.getMessage());
        }
    }

    /** Does it and gives the exit status. */
    abstract int run(UsersControl users, Operator self, CommandOutput output) throws IOException;

    /** Whether a database that is not there is made. */
    boolean mayMakeDatabase() {
        return false;
    }

    /** Whoever is logged in on this machine; the colon keeps it apart from the name of an account. */
    private static Operator self() {
        return new Operator("os:" + System.getProperty("user.name", "unknown"), Role.ADMIN, "cli");
    }

    private ServerConfig config() {
        return new ConfigLoader(Path.of(""), System.getenv())
                .load(new Overrides(configFile, null, dataDirectory, null, Map.of()))
                .config();
    }
}
