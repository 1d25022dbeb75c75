package io.heliograph.server.store;

import io.heliograph.server.error.StoreException;
import java.io.IOException;
import java.util.Map;

/** A process of its own that changes limits without end and says so each time once it is acknowledged. */
final class EndlessChanges {
    private EndlessChanges() {}

    /**
     * Argument: the URL of the database. Prints each version, once it is stored; a refusal is printed as {@code refused:} and its
     * reason, and the next change waits for a byte on the standard input.
     */
    public static void main(String[] args) throws IOException {
        StoreScene scene = new StoreScene(args[0], Map.of());
        scene.limits.settle();
        for (int sessions = 1; ; sessions = sessions % 1_000 + 1) {
            try {
                System.out.println(
                        scene.change(Map.of("server.max_sessions", sessions)).version());
            } catch (StoreException e) {
                System.out.println("refused: " + e.getMessage());
                if (System.in.read() < 0) {
                    return;
                }
                scene.ticker.advanceMillis(SharedDatabase.RETRY.toMillis());
            }
        }
    }
}
