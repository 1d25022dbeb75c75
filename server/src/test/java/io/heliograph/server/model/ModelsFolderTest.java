package io.heliograph.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModelsFolderTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void isInTheUsersCache() {
        assertEquals(Path.of("/home/ada/.cache/heliograph/models"), ModelsFolder.standard(Map.of(), "Linux", HOME));
        assertEquals(
                Path.of("/home/ada/Library/Caches/heliograph/models"),
                ModelsFolder.standard(Map.of(), "Mac OS X", HOME));
        assertEquals(
                Path.of("/home/ada/AppData/Local/heliograph/models"),
                ModelsFolder.standard(Map.of(), "Windows 11", HOME));
    }

    @Test
    void followsTheSystemsVariable() {
        assertEquals(
                Path.of("/var/cache/ada/heliograph/models"),
                ModelsFolder.standard(Map.of("XDG_CACHE_HOME", "/var/cache/ada"), "Linux", HOME));
        assertEquals(
                Path.of("/local/heliograph/models"),
                ModelsFolder.standard(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME));
    }

    @Test
    void ignoresEmptyVariablesAndARelativeCache() {
        assertEquals(
                Path.of("/home/ada/.cache/heliograph/models"),
                ModelsFolder.standard(Map.of("XDG_CACHE_HOME", "cache", "HELIOGRAPH_MODELS", ""), "Linux", HOME));
    }

    @Test
    void ownVariableGoesFirst() {
        assertEquals(
                Path.of("/srv/models"),
                ModelsFolder.standard(
                        Map.of("XDG_CACHE_HOME", "/var/cache/ada", "HELIOGRAPH_MODELS", "/srv/models"), "Linux", HOME));
    }
}
