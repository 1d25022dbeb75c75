package io.heliograph.app.desk;

import io.heliograph.app.CommandOutput;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/**
 * A command that asks a running server if one is named, and else works on the database of one that does not run. A database named
 * on the command line counts more than a server named by the environment. Confined to the calling thread.
 */
public abstract class TwoWayCommand extends DatabaseCommand {
    @Mixin
    private ServerOptions server = new ServerOptions();

    /** Asks the server and gives the exit status; failures in one line are told by the caller. */
    protected abstract int remotely(RemoteServer remote, CommandOutput output)
            throws ServerAnswerException, InterruptedException, IOException;

    @Override
    final int run(CommandOutput output) throws ServerAnswerException, InterruptedException, IOException {
        if (server.isGiven() && namesDatabase()) {
            return output.failed("--server asks a running server, which has a database of its own:"
                    + " leave out --config, --data-dir and --store-url");
        }
        Optional<String> address = server.address();
        if (address.isEmpty() || namesDatabase()) {
            return super.run(output);
        }
        try (RemoteServer remote = server.open(address.get(), RemoteServer.ADMIN_TOKEN)) {
            return remotely(remote, output);
        }
    }

    @Override
    final String whenHeld() {
        return "; if that is a running server, ask it with --server " + ServerOptions.USUAL_ADDRESS;
    }
}
