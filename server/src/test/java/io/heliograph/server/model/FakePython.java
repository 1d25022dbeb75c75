package io.heliograph.server.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A folder for the PATH with a script that is called like Python and does what a test wants when pip is asked to download. */
final class FakePython {
    private final Path folder;
    private final Path calls;

    private FakePython(Path folder, Path calls) {
        this.folder = folder;
        this.calls = calls;
    }

    /**
     * @param download shell commands; {@code $dest} is the folder that pip was told to use
     */
    static FakePython withPip(Path parent, String download) throws IOException {
        FakePython python = new FakePython(parent.resolve("bin"), parent.resolve("calls"));
        python.script("""
                if [ "$3" = --version ]; then echo pip 99; exit 0; fi
                echo "$@" >> '%s'
                while [ $# -gt 0 ]; do
                  if [ "$1" = -d ]; then dest=$2; fi
                  shift
                done
                """.formatted(python.calls) + download);
        return python;
    }

    static FakePython withoutPip(Path parent) throws IOException {
        FakePython python = new FakePython(parent.resolve("bin"), parent.resolve("calls"));
        python.script("echo 'No module named pip' >&2; exit 1\n");
        return python;
    }

    /** The environment for the installer: the fake goes before any real Python. */
    Map<String, String> environment() {
        return Map.of("PATH", folder + ":/usr/bin:/bin");
    }

    /** The arguments of each download. */
    List<String> downloads() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private void script(String body) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("python3");
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        /* Its own PATH leads to no other Python, so a test cannot reach the real one by accident. */
        Files.createSymbolicLink(folder.resolve("python"), file);
    }
}
