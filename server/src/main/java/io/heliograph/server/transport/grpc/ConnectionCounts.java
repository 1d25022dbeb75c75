package io.heliograph.server.transport.grpc;

import io.heliograph.server.admission.PeerAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections are open, in all and of each address. Thread-safe. */
public final class ConnectionCounts {
    private final int max;
    private final int maxPerAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int total;
    private long refused;

    /** Counts nothing yet; bounds ≤ 0 are none. */
    public ConnectionCounts(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Whether one more may come from there; it is counted then, until {@link #leave}. */
    public synchronized boolean enter(InetAddress address) {
        String key = PeerAddress.forLimits(address);
        int own = byAddress.getOrDefault(key, 0);
        if ((max > 0 && total >= max) || (maxPerAddress > 0 && own >= maxPerAddress)) {
            refused++;
            return false;
        }
        total++;
        byAddress.put(key, own + 1);
        return true;
    }

    /** One that had entered from there has gone. */
    public synchronized void leave(InetAddress address) {
        total--;
        byAddress.compute(
                PeerAddress.forLimits(address),
                (key, own) -> own == null || own <= 1 ? null : Integer.valueOf(own - 1));
    }

    /** Connections that are open. */
    public synchronized int total() {
        return total;
    }

    /** Connections refused so far. */
    public synchronized long refused() {
        return refused;
    }
}
