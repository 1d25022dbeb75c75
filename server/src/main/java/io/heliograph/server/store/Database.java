package io.heliograph.server.store;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.heliograph.server.error.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The open database: connections, a schema brought up to date by the migrations in {@code db/migration}, and JDBI over both.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** A stream never waits for the database, so few connections do; small, because on JDK 21 a driver's lock holds a carrier thread. */
    private static final int CONNECTIONS = 8;

    /** H2's error code DATABASE_ALREADY_OPEN_1. */
    private static final int H2_ALREADY_OPEN = 90_020;

    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);

    private final StoreUrl url;
    private final HikariDataSource source;
    private final Jdbi jdbi;

    /** The identity of the file that was opened; null where there is none. */
    private final @Nullable Object fileKey;

    private Database(StoreUrl url, HikariDataSource source) {
        this.url = url;
        this.source = source;
        this.jdbi = Jdbi.create(source);
        this.fileKey = url.file().map(Database::key).orElse(null);
    }

    /**
     * Refuses to go on where opening would make a new, empty database.
     *
     * @throws StoreException if the URL names a file that is not there
     */
    public static void requireExisting(String url) {
        Optional<Path> file = new StoreUrl(url).file();
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new StoreException("there is no database " + file.get());
        }
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
        store.file().ifPresent(Database::prepare);
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
            return new Database(store, source);
        } catch (RuntimeException e) {
            if (source != null) {
                source.close();
            }
            String step =
                    e instanceof FlywayException ? "its schema cannot be brought up to date" : "it cannot be opened";
            throw failure(store.printable(), step, e);
        }
    }

    /** The URL without what may be secret in it. */
    String address() {
        return url.printable();
    }

    /** What queries and transactions start from. */
    Jdbi jdbi() {
        return jdbi;
    }

    /** Whether it answers; waits up to {@link #CONNECTION_PATIENCE} for a free connection. */
    boolean isAlive() {
        try {
            return jdbi.withHandle(handle ->
                    handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1);
        } catch (JdbiException e) {
            return false;
        }
    }

    @Override
    public void close() {
        source.close();
    }

    /**
     * Refuses to go on writing to a file that nobody will find again.
     *
     * @throws StoreException if the file was deleted or replaced since it was opened
     */
    void requireFile() {
        if (fileKey != null && !fileKey.equals(url.file().map(Database::key).orElse(null))) {
            throw new StoreException(
                    "database " + address()
                            + ": its file was deleted or replaced while the server runs; a backup made now still saves what it holds");
        }
    }

    /**
     * Writes a copy of an H2 database, consistent although others write.
     *
     * @param file a new file, made for the owner alone
     * @throws StoreException if it exists, cannot be written, or the database is not H2
     */
    void backup(Path file) {
        if (!url.isH2()) {
            throw new StoreException("database " + address() + " is not copied by this server: use pg_dump");
        }
        Path absolute = file.toAbsolutePath();
        boolean isMade = false;
        try {
            PrivateFile.create(absolute);
            isMade = true;
            jdbi.useHandle(handle -> handle.execute("BACKUP TO ?", absolute.toString()));
        } catch (FileAlreadyExistsException e) {
            throw new StoreException(absolute + " exists already: a backup is a new file", e);
        } catch (IOException | RuntimeException e) {
            if (isMade) {
                PrivateFile.deleteQuietly(absolute);
            }
            throw failure(address(), "it cannot be copied to " + absolute, e);
        }
    }

    /** Makes the folder if it is missing, and the file if it is, so that from the start nobody but the owner can read it. */
    static void prepare(Path file) {
        Path folder = requireNonNull(file.getParent(), "folder");
        try {
            if (!Files.isDirectory(folder)) {
                Path parent = folder.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                PrivateFile.createFolder(folder);
            }
            if (!Files.exists(file)) {
                PrivateFile.create(file);
            }
        } catch (IOException e) {
            throw new StoreException("database file " + file + " cannot be made: " + e, e);
        }
    }

    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** One line that says which database, what failed and why. */
    static StoreException failure(String address, String step, Exception e) {
        String why = e.toString();
        boolean isHeldElsewhere = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_ALREADY_OPEN) {
                why = "it is in use by another process";
                isHeldElsewhere = true;
                break;
            }
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                why = message.lines().findFirst().orElse(why);
            }
        }
        return new StoreException("database " + address + ": " + step + ": " + why, e, isHeldElsewhere);
    }
}
