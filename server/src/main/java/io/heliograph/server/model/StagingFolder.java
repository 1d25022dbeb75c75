package io.heliograph.server.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A folder beside the models, on their file system, where everything is prepared before one rename makes it visible. Whoever
 * holds the {@link StoreLock} owns every staging folder there is, so those of dead processes are told by their being there.
 * Confined to the installing thread.
 */
final class StagingFolder implements AutoCloseable {
    private static final String PREFIX = ".staging-";

    private final Path models;
    private final Path path;

    private StagingFolder(Path models, Path path) {
        this.models = models;
        this.path = path;
    }

    /** Makes a new one in the locked folder. */
    static StagingFolder create(StoreLock lock) throws IOException {
        Path models = lock.folder();
        String name = PREFIX + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        return new StagingFolder(models, Files.createDirectory(models.resolve(name)));
    }

    /**
     * Deletes what interrupted installations left. What cannot be deleted stays for the next time: the pip of a killed process may
     * still be writing there.
     *
     * @return how many were deleted
     */
    static int deleteLeftovers(StoreLock lock) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(lock.folder())) {
            leftovers = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        int deleted = 0;
        for (Path leftover : leftovers) {
            deleted += isDeleted(leftover) ? 1 : 0;
        }
        return deleted;
    }

    /** The folder itself. */
    Path path() {
        return path;
    }

    /** A new folder in it. */
    Path folder(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    /**
     * Makes a prepared folder of this staging folder the model {@code id}: by one rename if there is no such model yet, else file
     * by file, each atomically, so that files that are not ours stay and a reader never sees half a file.
     */
    void publish(Path prepared, String id) throws IOException {
        sync(prepared);
        Path target = models.resolve(id);
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(prepared)) {
                for (Path file : files.toList()) {
                    Files.move(
                            file,
                            target.resolve(file.getFileName()),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            sync(target);
        } else {
            Files.move(prepared, target, StandardCopyOption.ATOMIC_MOVE);
        }
        sync(models);
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    /** Bytes of all files under the folder; files that vanish meanwhile count as nothing. */
    static long sizeBytes(Path folder) throws IOException {
        AtomicLong sizeBytes = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sizeBytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sizeBytes.get();
    }

    /** Writes a folder's entries to the disk; a file system that cannot (Windows) keeps its own order. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            /* The rename is still atomic; only its order on the disk is the file system's own. */
        }
    }

    private static boolean isDeleted(Path leftover) {
        try {
            delete(leftover);
            return true;
        } catch (IOException stillInUse) {
            return false;
        }
    }

    /** Deletes the tree; links are deleted, never followed; what another deletes meanwhile is as good. */
    private static void delete(Path tree) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(tree);
            return;
        }
        List<Path> entries;
        try (Stream<Path> children = Files.list(tree)) {
            entries = children.toList();
        } catch (NoSuchFileException alreadyGone) {
            return;
        }
        for (Path entry : entries) {
            delete(entry);
        }
        Files.deleteIfExists(tree);
    }
}
