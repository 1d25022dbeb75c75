package io.heliograph.app.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running server a command asks, and with which token. Confined to the calling thread. */
public final class ServerOptions {
    /** Where a server listens that was not told otherwise. */
    public static final String USUAL_ADDRESS = "http://127.0.0.1:8000";

    private static final String ADDRESS_VARIABLE = "HELIOGRAPH_SERVER";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "HTTP address of a running server, as in " + USUAL_ADDRESS + " (default: $" + ADDRESS_VARIABLE
                    + ").")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the token (default: the environment variable of the server's own"
                    + " start).")
    private @Nullable Path tokenFile;

    /** Whether the command line names a server. */
    boolean isGiven() {
        return server != null;
    }

    /** The server that the command line or the environment names, if one of them does. */
    public Optional<String> address() {
        String named = server;
        return named != null ? Optional.of(named) : environment(ADDRESS_VARIABLE);
    }

    /**
     * The server at an address.
     *
     * @param tokenVariable environment variable that the token comes from: never the command line, which everybody on the machine
     *     can read
     * @throws ServerAnswerException if that is no address
     * @throws IOException if the token cannot be read
     */
    public RemoteServer open(String address, String tokenVariable) throws ServerAnswerException, IOException {
        URI base;
        try {
            base = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new ServerAnswerException("no address of a server: " + address);
        }
        if (base.getHost() == null
                || base.getScheme() == null
                || !base.getScheme().startsWith("http")) {
            throw new ServerAnswerException(
                    "no address of a server, which looks like " + USUAL_ADDRESS + ": " + address);
        }
        return new RemoteServer(base, token(tokenVariable), tokenVariable);
    }

    private String token(String variable) throws IOException {
        Path file = tokenFile;
        if (file == null) {
            return environment(variable).orElse("");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (UncheckedIOException | IOException e) {
            throw new IOException("the token cannot be read: " + file + " is not there, or no text", e);
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
