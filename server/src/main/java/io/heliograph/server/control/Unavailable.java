package io.heliograph.server.control;

import io.heliograph.server.error.StoreException;
import java.util.function.Supplier;

/** A store that cannot be used, as an operator is told. */
final class Unavailable {
    private Unavailable() {}

    /**
     * The answer of a store.
     *
     * @throws ControlException of kind UNAVAILABLE, if the store cannot be used
     */
    static <T> T unless(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            throw new ControlException(
                    ControlException.Kind.UNAVAILABLE,
                    "not now, because the server's records cannot be used: " + e.getMessage());
        }
    }
}
