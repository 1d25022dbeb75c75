package io.heliograph.server.transport.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever chooses a transport can read what it does otherwise. */
final class ShortfallTest {
    private static final Path PAGE = Path.of("..", "docs", "transports.md");

    @ParameterizedTest
    @EnumSource(Shortfall.class)
    void eachIsToldInTheDocs(Shortfall shortfall) throws IOException {
        String page = Files.readString(PAGE).replaceAll("\\s+", " ");
        assertTrue(page.contains(shortfall.text()), shortfall.text());
    }
}
