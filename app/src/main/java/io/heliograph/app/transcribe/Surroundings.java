package io.heliograph.app.transcribe;

import io.heliograph.app.client.Pause;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.server.time.Ticker;
import java.io.InputStream;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the command finds around it. Immutable.
 *
 * @param environment the environment variables
 * @param standardInput read for the recording {@code -}
 * @param isOutputClosed whether the reader of the standard output has gone, which a writer in front of it does not notice
 * @param terminal what a person sees of the output
 * @param ticker where time comes from
 * @param pause how it is waited, on that ticker
 * @param defaultServer the server that is tried if none is named
 * @param embedded starts a server if nothing answers there
 */
public record Surroundings(
        Map<String, String> environment,
        InputStream standardInput,
        BooleanSupplier isOutputClosed,
        Terminal terminal,
        Ticker ticker,
        Pause pause,
        ServerAddress defaultServer,
        EmbeddedServer.Factory embedded) {
    private static final String LOOPBACK = "127.0.0.1";

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofProcess(EmbeddedServer.Factory embedded) {
        Map<String, String> environment = System.getenv();
        Ticker ticker = Ticker.system();
        return new Surroundings(
                environment,
                System.in,
                System.out::checkError,
                Terminal.probe(environment),
                ticker,
                Pause.parking(ticker),
                ServerAddress.plaintext(LOOPBACK, ServerAddress.DEFAULT_PORT),
                embedded);
    }
}
