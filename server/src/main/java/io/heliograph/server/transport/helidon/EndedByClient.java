package io.heliograph.server.transport.helidon;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Fault: Helidon ends the connection for data on a stream that is over, whoever ended it. Cure: data that may have crossed our end of
 * a stream is overlooked ({@link CallTable}); a client that goes on after its own end or reset hears STREAM_CLOSED, for that stream
 * alone and once. Only the latest streams are remembered. Confined to the connection's thread.
 */
final class EndedByClient {
    /** As many calls as a connection may have by default; whoever sends after so many more ends is not in a race. */
    static final int REMEMBERED = 100;

    private final Set<Integer> streams = new LinkedHashSet<>();
    private final Set<Integer> unended = new LinkedHashSet<>();

    private static void remember(Set<Integer> latest, int stream) {
        if (latest.add(stream) && latest.size() > REMEMBERED) {
            latest.remove(latest.iterator().next());
        }
    }

    /** The client has begun it. */
    void begun(int stream) {
        remember(unended, stream);
    }

    /** The client has sent its last frame of it, or has reset it. */
    void add(int stream) {
        unended.remove(stream);
        remember(streams, stream);
    }

    /** Whether the client is to be told that it has ended this stream itself; true at most once for each. */
    boolean tells(int stream) {
        return streams.remove(stream);
    }

    /** Whether the client may still send its end, which crosses ours if there was one. */
    boolean isUnended(int stream) {
        return unended.contains(stream);
    }
}
