package io.heliograph.server.decode;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which models are on offer. Immutable. */
final class PoolTable {
    private final Map<String, DecodePool> pools;

    private PoolTable(Map<String, DecodePool> pools) {
        this.pools = Collections.unmodifiableMap(pools);
    }

    /** None. */
    static PoolTable empty() {
        return new PoolTable(Map.of());
    }

    /** One more, behind the others. */
    PoolTable with(DecodePool pool) {
        Map<String, DecodePool> more = new LinkedHashMap<>(pools);
        more.put(pool.model().id(), pool);
        return new PoolTable(more);
    }

    /** Without the one of that id. */
    PoolTable without(String id) {
        Map<String, DecodePool> rest = new LinkedHashMap<>(pools);
        rest.remove(id);
        return new PoolTable(rest);
    }

    /** In the order of loading. */
    Collection<DecodePool> all() {
        return pools.values();
    }

    /** The ids, in the order of loading. */
    List<String> ids() {
        return List.copyOf(pools.keySet());
    }

    boolean has(String id) {
        return pools.containsKey(id);
    }

    /** The pool for whoever wants that model: its own, else that of {@code default}, else the first. */
    DecodePool serving(String wantedId) {
        DecodePool own = pools.get(wantedId);
        if (own == null) {
            own = pools.get(DecodeScheduler.DEFAULT_MODEL);
        }
        return own != null ? own : pools.values().iterator().next();
    }
}
