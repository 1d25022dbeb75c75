package io.heliograph.app.operate;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.app.desk.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What commands that ask a running server have in common: which server, and that a failure is a line. */
abstract class RemoteCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print the server's own JSON.")
    private boolean isJson;

    @Override
    public final Integer call() throws InterruptedException {
        CommandOutput output = CommandOutput.of(spec);
        String address = server.address().orElse(ServerOptions.USUAL_ADDRESS);
        try (RemoteServer remote = server.open(address, tokenVariable())) {
            return run(remote, output);
        } catch (ServerAnswerException | IOException e) {
            return output.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Asks and prints; gives the exit status. */
    abstract int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException;

    /** The environment variable of the token. */
    String tokenVariable() {
        return RemoteServer.ADMIN_TOKEN;
    }

    /** Prints the answer as it is, if that was asked for; false otherwise. */
    final boolean printedJson(JsonNode answer, CommandOutput output) {
        if (isJson) {
            output.out(answer.toPrettyString());
        }
        return isJson;
    }
}
