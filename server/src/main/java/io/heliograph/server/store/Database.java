package io.heliograph.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.heliograph.server.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/**
 * The open database: connections, a schema brought up to date by the migrations in {@code db/migration}, and JDBI over both.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** A stream never waits for the database, so few connections do; small, because on JDK 21 a driver's lock holds a carrier thread. */
    private static final int CONNECTIONS = 8;

    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);

    private final HikariDataSource source;
    private final Jdbi jdbi;

    private Database(HikariDataSource source) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
    }

    /**
     * Opens a database, makes its folder if it is a file (for the owner alone) and brings its schema up to date.
     *
     * @param url JDBC URL of H2 or PostgreSQL
     * @param password may be empty
     * @throws StoreException if it cannot be opened or migrated; nothing is left open then
     */
    public static Database open(String url, String user, String password) {
        StoreUrl store = new StoreUrl(url);
        store.folder().ifPresent(Database::makeFolder);
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(store.complete());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        HikariDataSource source = null;
        try {
            source = new HikariDataSource(config);
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    // Tables of different parts are independent, and a lower number may be released later.
                    .outOfOrder(true)
                    .load()
                    .migrate();
            return new Database(source);
        } catch (RuntimeException e) {
            if (source != null) {
                source.close();
            }
            throw failure(store, e);
        }
    }

    /** What queries and transactions start from. */
    Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        source.close();
    }

    private static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Path parent = folder.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new StoreException("the folder " + folder + " of the database cannot be made: " + e, e);
        }
    }

    private static StoreException failure(StoreUrl store, RuntimeException e) {
        Throwable root = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        String why = String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
        String step = e instanceof FlywayException ? "its schema cannot be brought up to date" : "it cannot be opened";
        return new StoreException("database " + store.printable() + ": " + step + ": " + why, e);
    }
}
