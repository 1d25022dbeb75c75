package io.heliograph.server.store;

import java.util.Map;

/** A process of its own that changes limits without end and says so each time once it is acknowledged. */
final class EndlessChanges {
    private EndlessChanges() {}

    /** Argument: the URL of the database. Prints each version, once it is stored. */
    public static void main(String[] args) {
        StoreScene scene = new StoreScene(args[0], Map.of());
        scene.limits.settle();
        for (int sessions = 1; ; sessions = sessions % 1_000 + 1) {
            System.out.println(
                    scene.change(Map.of("server.max_sessions", sessions)).version());
        }
    }
}
