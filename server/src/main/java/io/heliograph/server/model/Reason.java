package io.heliograph.server.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the file system refused, in words: the JDK's exceptions often hold a bare path. */
final class Reason {

    private Reason() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case FileAlreadyExistsException exists -> "is in the way: " + exists.getFile();
            case FileSystemException other -> Printable.of(String.valueOf(other.getMessage()));
            default -> Printable.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        };
    }
}
