package io.heliograph.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class TransferProgressTest {
    private final StringWriter err = new StringWriter();
    private final CommandOutput output = CommandOutput.of(new CommandLine(new VersionCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .getCommandSpec());

    @Test
    void printsALineForEachFifthWithoutATerminal() {
        TransferProgress progress = new TransferProgress(output, false);
        for (int megabytes = 0; megabytes <= 50; megabytes++) {
            progress.transferred(megabytes * 1_000_000L, 50_000_000L);
        }

        assertEquals(
                List.of(
                        " 20 %  10.0 of 50.0 MB",
                        " 40 %  20.0 of 50.0 MB",
                        " 60 %  30.0 of 50.0 MB",
                        " 80 %  40.0 of 50.0 MB",
                        "100 %  50.0 of 50.0 MB"),
                err.toString().lines().toList());
    }

    @Test
    void redrawsABarOnATerminalAndEndsItBeforeTheNextLine() {
        TransferProgress progress = new TransferProgress(output, true);
        progress.transferred(500_000, 1_000_000);
        progress.transferred(500_000, 1_000_000);
        progress.note("next");

        assertEquals(
                "\r[###############...............]  50 %  0.5 of 1.0 MB\u001b[K" + System.lineSeparator(),
                err.toString());
    }
}
