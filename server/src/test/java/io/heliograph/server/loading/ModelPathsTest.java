package io.heliograph.server.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelPathsTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path allowed;

    @SuppressWarnings("NullAway.Init")
    private Path outside;

    @BeforeEach
    void makeFolders() throws IOException {
        folder = folder.toRealPath();
        allowed = folder.resolve("allowed");
        outside = folder.resolve("allowed-not");
        Files.createDirectories(allowed.resolve("model"));
        Files.createDirectories(outside.resolve("model"));
    }

    private Optional<Path> permitted(Object path) {
        return new ModelPaths(true, List.of(allowed.toString())).permitted(path.toString());
    }

    @Test
    void whatLiesInAnAllowedFolderOrIsOneIsPermitted() {
        assertEquals(Optional.of(allowed), permitted(allowed));
        assertEquals(Optional.of(allowed.resolve("model")), permitted(allowed.resolve("model")));
        assertEquals(Optional.of(allowed.resolve("model")), permitted(allowed.resolve("../allowed/./model")));
        assertEquals(Optional.empty(), permitted(outside.resolve("model")), "a name that begins alike");
        assertEquals(Optional.empty(), permitted(folder));
        assertEquals(Optional.empty(), permitted(allowed.resolve("../allowed-not/model")));
        assertEquals(Optional.empty(), permitted("a\0b"));
    }

    @Test
    void aLinkCountsAsThePlaceItLeadsTo() throws IOException {
        Files.createSymbolicLink(allowed.resolve("out"), outside);
        assertEquals(Optional.empty(), permitted(allowed.resolve("out/model")));
        assertEquals(Optional.empty(), permitted(allowed.resolve("out/not-there")));
        Files.createSymbolicLink(outside.resolve("in"), allowed);
        assertEquals(Optional.of(allowed.resolve("model")), permitted(outside.resolve("in/model")));
        Files.createSymbolicLink(allowed.resolve("dangling"), outside.resolve("not-there"));
        assertEquals(Optional.empty(), permitted(allowed.resolve("dangling")));
        Files.createSymbolicLink(folder.resolve("alias"), allowed);
        assertEquals(
                Optional.of(allowed.resolve("model")),
                new ModelPaths(true, List.of(folder.resolve("alias").toString()))
                        .permitted(allowed.resolve("model").toString()),
                "an entry counts as the place it leads to, too");
    }

    @Test
    void whatIsNotThereIsJudgedByWhereItWouldBe() {
        assertEquals(Optional.of(allowed.resolve("none/at/all")), permitted(allowed.resolve("none/at/all")));
        assertEquals(Optional.empty(), permitted(outside.resolve("none")));
        assertEquals(Optional.empty(), permitted(allowed.resolve("none/../../allowed-not/model")));
    }

    @Test
    void anEmptyListAllowsAnythingAndNoPermissionNothing() {
        assertEquals(Optional.of(outside), new ModelPaths(true, List.of()).permitted(outside.toString()));
        assertEquals(
                Optional.empty(), new ModelPaths(false, List.of(allowed.toString())).permitted(allowed.toString()));
    }
}
