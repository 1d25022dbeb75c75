package io.heliograph.server.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.util.Objects.requireNonNull;

import io.heliograph.server.error.StoreException;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The one database of a server, opened when it is first needed. One that cannot be opened is tried again at a later use, but not within
 * {@link #RETRY}, and whoever needs it meanwhile is refused at once. When it begins to fail and when it works again is logged once.
 * Thread-safe.
 */
public final class SharedDatabase implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(SharedDatabase.class.getName());

    /** A database that could not be opened is left alone that long. */
    static final Duration RETRY = Duration.ofSeconds(2);

    /** How long a caller waits while another one opens the database; a first start of H2 takes about one second. */
    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(5);

    private final Opener opener;
    private final Ticker ticker;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Database open;
    private volatile @Nullable String problem;
    private boolean isClosed;
    private long retryNanos;

    /** Opens the database. */
    @FunctionalInterface
    public interface Opener {
        /** The open database; throws a {@link StoreException} if there is none. */
        Database open();
    }

    public SharedDatabase(Opener opener, Ticker ticker) {
        this.opener = requireNonNull(opener, "opener");
        this.ticker = requireNonNull(ticker, "ticker");
    }

    /** Around a database that is open, which it closes. */
    public static SharedDatabase of(Database open, Ticker ticker) {
        SharedDatabase shared = new SharedDatabase(() -> open, ticker);
        shared.open = open;
        return shared;
    }

    /** Why it did not work when it was last used, in one line; empty if it did. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Writes a copy of everything, while others go on using the database.
     *
     * @param file a new file, which only the owner may read
     * @throws StoreException if it cannot be written, or the database is not ours to copy
     */
    public void backup(Path file) {
        database().backup(file);
    }

    /** Reads, from one state of the database. */
    <T> T read(Function<Handle, T> query) {
        Database database = database();
        return attempt(
                database, () -> database.jdbi().inTransaction(TransactionIsolationLevel.REPEATABLE_READ, query::apply));
    }

    /** Writes, all or nothing; once this returns, it is on disk. An exception of the caller's own takes everything back, too. */
    <T> T write(Function<Handle, T> change) {
        Database database = database();
        return attempt(database, () -> {
            database.requireFile();
            return database.jdbi().inTransaction(TransactionIsolationLevel.READ_COMMITTED, change::apply);
        });
    }

    @Override
    public void close() {
        opening.lock();
        try {
            isClosed = true;
            Database last = open;
            open = null;
            if (last != null) {
                last.close();
            }
        } finally {
            opening.unlock();
        }
    }

    private Database database() {
        Database now = open;
        if (now != null) {
            return now;
        }
        try {
            if (!opening.tryLock(OPENING_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException("the database is still being opened");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while the database was being opened", e);
        }
        try {
            Database opened = open;
            return opened == null ? openNow() : opened;
        } finally {
            opening.unlock();
        }
    }

    private Database openNow() {
        if (isClosed) {
            throw new StoreException("the database is closed, because the server stops");
        }
        String earlier = problem;
        if (earlier != null && ticker.nanos() < retryNanos) {
            throw new StoreException(earlier);
        }
        try {
            Database opened = opener.open();
            open = opened;
            works();
            return opened;
        } catch (StoreException e) {
            retryNanos = ticker.nanos() + RETRY.toNanos();
            fails(e);
            throw e;
        }
    }

    private <T> T attempt(Database database, Supplier<T> call) {
        try {
            T result = call.get();
            works();
            return result;
        } catch (JdbiException e) {
            StoreException failure = Database.failure(database.address(), "it cannot be used", e);
            fails(failure);
            if (!database.isAlive()) {
                drop(database);
            }
            throw failure;
        } catch (StoreException e) {
            fails(e);
            throw e;
        }
    }

    /** H2 closes itself when its file cannot be written, and stays closed; the next use opens it anew. */
    private void drop(Database broken) {
        opening.lock();
        try {
            if (broken.equals(open)) {
                open = null;
                retryNanos = ticker.nanos() + RETRY.toNanos();
                broken.close();
            }
        } finally {
            opening.unlock();
        }
    }

    private void fails(StoreException failure) {
        boolean isNews = problem == null;
        problem = String.valueOf(failure.getMessage());
        if (isNews) {
            LOGGER.log(
                    ERROR,
                    failure.getMessage()
                            + "; recognition goes on with the limits in force, changes are refused until it can be used again");
        }
    }

    private void works() {
        if (problem != null) {
            problem = null;
            LOGGER.log(INFO, "the database can be used again");
        }
    }
}
