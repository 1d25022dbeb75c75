package io.heliograph.server.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that nobody but the owner may read, from their first moment on; where the system has no such rights, plain ones. */
final class PrivateFile {
    private PrivateFile() {}

    /** Makes an empty file that does not exist. */
    static void create(Path file) throws IOException {
        Files.createFile(file, rights("rw-------"));
    }

    /** Makes a folder that does not exist. */
    static void createFolder(Path folder) throws IOException {
        Files.createDirectory(folder, rights("rwx------"));
    }

    /** Deletes what is of no use; what stays does no harm. */
    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(PrivateFile.class.getName())
                    .log(System.Logger.Level.WARNING, file + " is of no use and cannot be deleted: " + e.getMessage());
        }
    }

    private static FileAttribute<?>[] rights(String words) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(words))}
                : new FileAttribute<?>[0];
    }
}
