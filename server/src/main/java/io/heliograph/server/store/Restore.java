package io.heliograph.server.store;

import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.error.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup in the place of an H2 database that no server holds: unpacked beside it, opened, its audit verified, and only then moved
 * there; a database that is replaced is kept under another name. Confined to one thread.
 */
public final class Restore {
    private static final String SUFFIX = ".mv.db";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final String url;
    private final String user;
    private final String password;
    private final InstantSource clock;

    /**
     * What became of it.
     *
     * @param file the database that is in place now
     * @param replaced where the one before is kept; empty if there was none
     * @param audit what was found in the audit of the backup
     */
    public record Done(Path file, Optional<Path> replaced, AuditFinding audit) {}

    public Restore(String url, String user, String password, InstantSource clock) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.clock = clock;
    }

    /**
     * Restores.
     *
     * @param backup written by {@link SharedDatabase#backup}
     * @param mayReplace whether a database that is there may be moved aside
     * @throws StoreException in one line, if it cannot be done; what was there is there then
     */
    public Done from(Path backup, boolean mayReplace) {
        Path target = new StoreUrl(url)
                .file()
                .orElseThrow(() -> new StoreException(
                        "only an H2 file is restored by this command; for PostgreSQL use pg_restore or psql"));
        boolean isThere = Files.exists(target);
        if (isThere && !mayReplace) {
            throw new StoreException(target + " exists already; with --force it is moved aside");
        }
        if (isThere) {
            requireUnused(target);
        }
        Path unpacked = unpack(backup, target);
        AuditFinding finding = verify(unpacked);
        try {
            Optional<Path> aside = Optional.empty();
            if (isThere) {
                Path kept = target.resolveSibling(target.getFileName() + ".replaced-" + TIME.format(clock.instant()));
                Files.move(target, kept);
                aside = Optional.of(kept);
            }
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
            return new Done(target, aside, finding);
        } catch (IOException e) {
            throw new StoreException("the backup cannot be moved to " + target + ": " + e, e);
        }
    }

    /** H2 locks the file that it has open. */
    private static void requireUnused(Path target) {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw inUse(target, null);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(target, e);
        } catch (IOException e) {
            throw new StoreException(target + " cannot be opened: " + e, e);
        }
    }

    private static StoreException inUse(Path target, @Nullable Exception cause) {
        String message = target + " is in use: stop the server first";
        return cause == null ? new StoreException(message) : new StoreException(message, cause);
    }

    private static Path unpack(Path backup, Path target) {
        Path unpacked = target.resolveSibling("restoring" + SUFFIX);
        try (InputStream file = Files.newInputStream(backup);
                ZipInputStream zip = new ZipInputStream(file)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && !entry.getName().endsWith(SUFFIX)) {
                entry = zip.getNextEntry();
            }
            if (entry == null) {
                throw new StoreException(backup + " is no backup: there is no database in it");
            }
            Files.deleteIfExists(unpacked);
            Database.prepare(unpacked);
            try (OutputStream out = Files.newOutputStream(unpacked)) {
                zip.transferTo(out);
            }
            return unpacked;
        } catch (IOException e) {
            PrivateFile.deleteQuietly(unpacked);
            throw new StoreException("backup " + backup + " cannot be unpacked: " + e, e);
        }
    }

    private AuditFinding verify(Path unpacked) {
        String name = unpacked.toString();
        try (Database database =
                Database.open("jdbc:h2:file:" + name.substring(0, name.length() - SUFFIX.length()), user, password)) {
            return database.jdbi().inTransaction(AuditTables::verify);
        } catch (RuntimeException e) {
            PrivateFile.deleteQuietly(unpacked);
            throw Database.failure(name, "the backup cannot be used", e);
        }
    }
}
