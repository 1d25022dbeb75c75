package io.heliograph.app.transcribe;

import io.heliograph.app.client.ServerAddress;
import io.heliograph.app.client.SpeechClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server that recordings are sent to, found or started when the first of them needs it. Confined to the calling thread.
 */
final class ServerConnection implements AutoCloseable {
    /** On the loopback address a listener answers within a millisecond. */
    private static final int PROBE_MS = 300;

    private final Optional<ServerAddress> named;
    private final Surroundings surroundings;
    private @Nullable EmbeddedServer embedded;
    private @Nullable SpeechClient client;

    /** To the named server; without one to the default server if it answers, else to one inside this process. */
    ServerConnection(Optional<ServerAddress> named, Surroundings surroundings) {
        this.named = named;
        this.surroundings = surroundings;
    }

    /** The connection; the same one each time. */
    SpeechClient client() throws NoServerException {
        SpeechClient known = client;
        if (known == null) {
            ServerAddress address = address();
            try {
                known = SpeechClient.of(address, surroundings.ticker(), surroundings.pause());
            } catch (IOException | IllegalArgumentException e) {
                throw new NoServerException("cannot connect to " + address.authority() + ": " + e.getMessage(), e);
            }
            client = known;
        }
        return known;
    }

    private ServerAddress address() throws NoServerException {
        if (named.isPresent()) {
            return named.get();
        }
        ServerAddress usual = surroundings.defaultServer();
        if (answers(usual)) {
            return usual;
        }
        try {
            EmbeddedServer started = surroundings.embedded().start();
            embedded = started;
            return ServerAddress.plaintext(usual.host(), started.port());
        } catch (IOException e) {
            throw new NoServerException("no server answers at " + usual.authority() + ", and " + e.getMessage(), e);
        }
    }

    private static boolean answers(ServerAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PROBE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (embedded != null) {
            embedded.close();
        }
    }
}
