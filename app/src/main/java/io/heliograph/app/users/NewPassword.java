package io.heliograph.app.users;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Where a new password comes from, if not from the server: never from the command line, which everybody on the machine can read.
 * Confined to the calling thread.
 */
final class NewPassword {
    /** More than any password that is allowed, in UTF-8. */
    private static final int MAX_BYTES = 1_024;

    @ArgGroup
    private @Nullable Source source;

    /** One of the two. */
    static final class Source {
        @Option(
                names = "--ask-password",
                description = "Ask for the password on the terminal instead of making a one-time password.")
        private boolean isAsked;

        @Option(
                names = "--password-stdin",
                description = "Read the password from the first line of the standard input instead; for scripts.")
        private boolean isRead;
    }

    /**
     * The password; empty if the server is to make a one-time one.
     *
     * @throws IOException in one line, if there is none where it should be
     */
    Optional<char[]> read() throws IOException {
        Source chosen = source;
        if (chosen == null) {
            return Optional.empty();
        }
        if (chosen.isAsked) {
            return Optional.of(asked());
        }
        return chosen.isRead ? Optional.of(firstLine(System.in)) : Optional.empty();
    }

    @SuppressWarnings("SystemConsoleNull") // null on Java 21 and again on 25, where there is no terminal
    private static char[] asked() throws IOException {
        Console console = System.console();
        if (console == null) {
            throw new IOException("there is no terminal to ask on; --password-stdin reads it from the standard input");
        }
        char[] first = console.readPassword("New password: ");
        char[] second = console.readPassword("The same again: ");
        boolean isSame = first != null && Arrays.equals(first, second);
        if (second != null) {
            Arrays.fill(second, '\0');
        }
        if (first == null || !isSame) {
            throw new IOException("the two passwords are not the same");
        }
        return first;
    }

    /** The characters up to the end of the line; what was read is wiped. */
    static char[] firstLine(InputStream in) throws IOException {
        byte[] bytes = new byte[MAX_BYTES];
        int length = 0;
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (length == MAX_BYTES) {
                throw new IOException("the line with the password is longer than " + MAX_BYTES + " bytes");
            }
            bytes[length++] = (byte) next;
            next = in.read();
        }
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
        char[] line = new char[decoded.remaining()];
        decoded.get(line);
        Arrays.fill(bytes, (byte) 0);
        decoded.clear();
        while (decoded.hasRemaining()) {
            decoded.put('\0');
        }
        return line;
    }
}
