package io.heliograph.server.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that tests compare with the code. */
final class RepositoryFiles {

    private RepositoryFiles() {}

    /** The repository's root: the first folder upwards that holds the shipped files. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("config").resolve("server.yaml"))) {
                return folder;
            }
        }
        throw new AssertionError("no config/server.yaml above " + Path.of("").toAbsolutePath());
    }
}
