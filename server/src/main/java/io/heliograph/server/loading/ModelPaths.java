package io.heliograph.server.loading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which folders a load may name. What counts is where a path really leads, so that no symbolic link leads out of what is allowed;
 * whether something is there is told only of places that are. Immutable.
 */
public final class ModelPaths {
    private final boolean isAllowed;
    private final List<String> allowlist;

    /**
     * The rules of a server.
     *
     * @param isAllowed whether a load may name a folder at all
     * @param allowlist folders or files in which it must lie; empty = anywhere
     */
    public ModelPaths(boolean isAllowed, List<String> allowlist) {
        this.isAllowed = isAllowed;
        this.allowlist = List.copyOf(allowlist);
    }

    /** Where a path really leads, if that is permitted. */
    Optional<Path> permitted(String path) {
        if (!isAllowed) {
            return Optional.empty();
        }
        Optional<Path> real = real(path);
        return allowlist.isEmpty()
                ? real
                : real.filter(place -> allowlist.stream()
                        .map(ModelPaths::real)
                        .flatMap(Optional::stream)
                        .anyMatch(place::startsWith));
    }

    /** The path without links, as far as there is something; empty if it is no path. */
    private static Optional<Path> real(String text) {
        try {
            return Optional.of(real(Path.of(text).toAbsolutePath()));
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private static Path real(Path path) throws IOException {
        Path parent = path.getParent();
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path name = path.getFileName();
            if (parent == null || name == null || name.toString().equals("..") || Files.isSymbolicLink(path)) {
                throw e;
            }
            return real(parent).resolve(name).normalize();
        }
    }
}
