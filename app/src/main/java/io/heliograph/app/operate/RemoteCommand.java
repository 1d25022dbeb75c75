package io.heliograph.app.operate;

import io.heliograph.app.CommandOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What commands that ask a running server have in common: which server, and that a failure is a line. */
abstract class RemoteCommand implements Callable<Integer> {
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8000";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's HTTP address (default: $HELIOGRAPH_SERVER, else " + DEFAULT_SERVER + ").")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the token (default: the environment variable of the server's own"
                    + " start).")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Print the server's own JSON.")
    private boolean isJson;

    @Override
    public final Integer call() throws InterruptedException {
        CommandOutput output = CommandOutput.of(spec);
        String address = server != null ? server : environment("HELIOGRAPH_SERVER", DEFAULT_SERVER);
        URI base;
        try {
            base = URI.create(address);
        } catch (IllegalArgumentException e) {
            return output.failed("no address of a server: " + address);
        }
        if (base.getHost() == null
                || base.getScheme() == null
                || !base.getScheme().startsWith("http")) {
            return output.failed("no address of a server, which looks like " + DEFAULT_SERVER + ": " + address);
        }
        try (RemoteServer remote = new RemoteServer(base, token(), tokenVariable())) {
            return run(remote, output);
        } catch (IOException e) {
            return output.failed("the token cannot be read: " + e.getMessage());
        } catch (ServerAnswerException e) {
            return output.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Asks and prints; gives the exit status. */
    abstract int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException;

    /** Where the token comes from: never from the command line, which everybody on the machine can read. */
    String tokenVariable() {
        return "STT_ADMIN_TOKEN";
    }

    /** Prints the answer as it is, if that was asked for; false otherwise. */
    final boolean printedJson(JsonNode answer, CommandOutput output) {
        if (isJson) {
            output.out(answer.toPrettyString());
        }
        return isJson;
    }

    private String token() throws IOException {
        Path file = tokenFile;
        if (file == null) {
            return environment(tokenVariable(), "");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (UncheckedIOException e) {
            throw new IOException(file + " is no text", e);
        }
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }
}
