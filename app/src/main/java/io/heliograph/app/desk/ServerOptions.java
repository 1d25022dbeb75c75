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

/** Which running server a command asks, and with which token or as which user. Confined to the calling thread. */
public final class ServerOptions {
    /** Where a server listens that was not told otherwise. */
    public static final String USUAL_ADDRESS = "http://127.0.0.1:8000";

    private static final String ADDRESS_VARIABLE = "HELIOGRAPH_SERVER";
    private static final String PASSWORD_VARIABLE = "HELIOGRAPH_PASSWORD";

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

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Ask as this user of the server, with its role, instead of with the token.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line is that user's password (default: $" + PASSWORD_VARIABLE + ").")
    private @Nullable Path passwordFile;

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
     * @throws ServerAnswerException if that is no address, or a user has no password
     * @throws IOException if token or password cannot be read
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
        return new RemoteServer(base, credential(tokenVariable));
    }

    private Credential credential(String tokenVariable) throws IOException, ServerAnswerException {
        String name = user;
        if (name == null) {
            return Credential.token(secret("token", tokenFile, tokenVariable), tokenVariable);
        }
        String password = secret("password", passwordFile, PASSWORD_VARIABLE);
        if (password.isEmpty()) {
            throw new ServerAnswerException(
                    "the password of " + name + " is missing: --password-file FILE, or set " + PASSWORD_VARIABLE);
        }
        return Credential.user(name, password);
    }

    private static String secret(String what, @Nullable Path file, String variable) throws IOException {
        if (file == null) {
            return environment(variable).orElse("");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (UncheckedIOException | IOException e) {
            throw new IOException("the " + what + " cannot be read: " + file + " is not there, or no text", e);
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
