package io.heliograph.app.users;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as it is typed, on a database without a server. */
final class UserCommandTest {
    private static final String LABEL = "one-time password, shown only here: ";
    private static final String BECAUSE = "--reason=because";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int user(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line =
                UserCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data-dir=" + folder);
        return line.execute(all.toArray(String[]::new));
    }

    private void assertRefused(String words, String... arguments) {
        assertEquals(1, user(arguments));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(words), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void usersAreMadeListedChangedAndTakenAway() {
        assertRefused("there is no database", "list");
        assertEquals(0, user("create", "Anna", "--role", "admin", BECAUSE), err.toString());
        assertEquals(2, out.toString().lines().count(), out.toString());
        assertTrue(out.toString().lines().toList().getLast().startsWith(LABEL), out.toString());
        assertRefused("last enabled admin", "delete", "anna", BECAUSE);
        assertRefused("there is a user anna already", "create", "anna", "--role", "viewer", BECAUSE);
        assertEquals(0, user("create", "otto", "--role=viewer", BECAUSE));
        assertEquals(0, user("role", "otto", "ADMIN", BECAUSE));
        assertEquals(0, user("disable", "anna", BECAUSE));
        assertEquals(0, user("list"));
        assertEquals(
                List.of(
                        "NAME  ROLE   STATE     PASSWORD  LAST SIGN-IN",
                        "anna  admin  disabled  one-time  never",
                        "otto  admin  enabled   one-time  never"),
                out.toString().lines().toList());
        assertEquals(0, user("enable", "anna", BECAUSE));
        assertEquals(0, user("delete", "otto", BECAUSE));
        assertEquals(0, user("reset", "anna", BECAUSE));
        assertTrue(out.toString().contains(LABEL), out.toString());
        assertRefused("there is no user otto", "reset", "otto", BECAUSE);
    }

    @Test
    void aReasonARoleThatExistsAndNoPasswordOnTheCommandLineAreUsage() {
        assertEquals(2, user("create", "anna", "--role", "admin"));
        assertEquals(2, user("create", "anna", "--role", "king", BECAUSE));
        assertEquals(2, user("create", "anna", "secret-password", "--role", "admin", BECAUSE));
        assertEquals(2, user("create", "anna", "--role", "admin", BECAUSE, "--ask-password", "--password-stdin"));
    }

    @Test
    void aPasswordComesFromTheStandardInputAndIsNotPrinted() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("short\n".getBytes(StandardCharsets.UTF_8)));
            assertRefused("12 to 200 characters", "create", "robot", "--role=operator", BECAUSE, "--password-stdin");
            System.setIn(new ByteArrayInputStream("a canary for machines\nmore".getBytes(StandardCharsets.UTF_8)));
            assertEquals(0, user("create", "robot", "--role=admin", BECAUSE, "--password-stdin"), err.toString());
        } finally {
            System.setIn(before);
        }
        assertFalse((out.toString() + err).contains("canary"));
        assertEquals(0, user("list"));
        assertTrue(out.toString().contains("robot  admin  enabled  own"), out.toString());
    }

    @Test
    void theFirstLineIsReadWithoutItsEnd() throws IOException {
        assertArrayEquals("grün".toCharArray(), line("grün\r\nx"));
        assertArrayEquals("end".toCharArray(), line("end"));
        assertArrayEquals(new char[0], line(""));
        assertThrows(IOException.class, () -> line("x".repeat(2_000)));
    }

    private static char[] line(String text) throws IOException {
        return NewPassword.firstLine(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
