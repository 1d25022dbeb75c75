package io.heliograph.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.config.CommandLineFlag;
import io.heliograph.server.config.Overrides;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

final class ServeCommandTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            ServeCommand.commandLine().setErr(new PrintWriter(err)).setOut(new PrintWriter(new StringWriter()));

    private Overrides overrides(String... args) {
        return ServeOptions.overrides(line.parseArgs(args));
    }

    @ParameterizedTest
    @EnumSource
    void everyFlagHasAnOptionThatSetsItsKey(CommandLineFlag flag) {
        assertNotNull(line.getCommandSpec().findOption(flag.flag()));
        Overrides overrides = flag.isSwitch() ? overrides(flag.flag()) : overrides(flag.flag(), "7");
        flag.key()
                .ifPresent(key ->
                        assertEquals(Map.of(key.name(), flag.isSwitch() ? (Object) true : "7"), overrides.values()));
    }

    @Test
    void pathsHavePlacesOfTheirOwn() {
        Overrides overrides = overrides("--config", "a", "--model-config", "b", "--data-dir", "c", "--models-dir", "d");
        assertEquals(new Overrides(Path.of("a"), Path.of("b"), Path.of("c"), Path.of("d"), Map.of()), overrides);
        assertNull(overrides().configFile());
    }

    @Test
    void theLastOfTwoCounts() {
        assertEquals(
                Map.of("server.port", "2"), overrides("--port", "1", "--port=2").values());
        assertEquals(
                Map.of("server.log_metrics", false),
                overrides("--log-metrics", "--no-log-metrics").values());
        assertEquals(
                Map.of("server.log_metrics", true),
                overrides("--no-log-metrics", "--log-metrics").values());
    }

    @Test
    void switchesHaveANegativeForm() {
        for (CommandLineFlag flag : CommandLineFlag.values()) {
            if (flag.isSwitch()) {
                assertEquals(
                        Map.of(flag.key().orElseThrow().name(), false),
                        overrides("--no-" + flag.flag().substring(2)).values(),
                        flag.flag());
            }
        }
    }

    @Test
    void anUnknownFlagIsAUsageError() {
        assertEquals(2, line.execute("--no-such-flag"));
        assertTrue(err.toString().contains("--no-such-flag"), err.toString());
    }

    @Test
    void aBadConfigurationIsOneErrorLineOfTheLog(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("server.yaml"), "server:\n  max_sessions: many\n");
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            assertEquals(1, line.execute("--config", config.toString()));
        } finally {
            System.setErr(before);
        }
        String said = log.toString(StandardCharsets.UTF_8);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("[ERROR]") && said.contains("server.max_sessions"), said);
    }

    @Test
    void aFlagWithAnImpossibleValueIsAUsageError() {
        assertEquals(2, line.execute("--port", "abc"));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("--port"), err.toString());
    }
}
