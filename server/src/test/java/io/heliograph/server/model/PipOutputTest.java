package io.heliograph.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PipOutputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ERROR: No matching distribution found for a==1.0.0      | ERROR: No matching distribution found for a==1.0.0
                    ERROR: 404 Client Error: Not Found for url: https://u:p@host.example/simple/a/ | ERROR: 404 Client Error: Not Found for url: <address>
                    HTTPSConnectionPool(host='host.example', port=443): Max retries | HTTPSConnectionPool(host=<address>, port=443): Max retries
                    Failed to resolve 'host.example' ([Errno -2] unknown)   | Failed to resolve <address> ([Errno -2] unknown)
                    ERROR: ('host.example', 443) refused a-1.0-py3.whl      | ERROR: (<address>, 443) refused a-1.0-py3.whl
                    user:secret@host.example refused                        | <address> refused
                    """)
    void cutsAddressesAndNothingElse(String line, String cut) {
        assertEquals(cut, PipOutput.withoutAddresses(line));
    }

    @Test
    void saysThatTheIndexCannotBeReached() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), """
                WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(…)': /simple/a/
                ERROR: Could not find a version that satisfies the requirement a==1 (from versions: none)
                ERROR: No matching distribution found for a==1
                """);

        assertEquals(
                "the package index cannot be reached; pip says: ERROR: No matching distribution found for a==1 (exit status 1)",
                PipOutput.reason(log, 1));
    }

    @Test
    void takesTheLastLineIfNoneIsAnError() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "x".repeat(100_000) + "\n\nKilled\n  \n");

        assertEquals("pip says: Killed (exit status 137)", PipOutput.reason(log, 137));
    }
}
