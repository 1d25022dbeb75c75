package io.heliograph.server.admission;

import static java.lang.System.Logger.Level.WARNING;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The proxies whose X-Forwarded-For is believed. Host names are looked up by {@link #refresh()}, never while a request waits; a
 * name that cannot be found any more keeps its last addresses. Thread-safe.
 */
final class TrustedProxies {
    private static final System.Logger LOGGER = System.getLogger(TrustedProxies.class.getName());

    private final Set<String> notFound = ConcurrentHashMap.newKeySet();
    private volatile List<Proxy> proxies = List.of();

    /**
     * One entry.
     *
     * @param name host name, empty for a CIDR
     * @param ranges where it is
     */
    private record Proxy(String name, List<AddressRange> ranges) {}

    /** Puts other entries in force: CIDRs at once, names with the next {@link #refresh()}. */
    synchronized void apply(List<String> entries) {
        List<Proxy> former = proxies;
        List<Proxy> next = new ArrayList<>();
        for (String entry : entries) {
            Optional<AddressRange> range = AddressRange.parse(entry);
            next.add(range.map(found -> new Proxy("", List.of(found)))
                    .orElseGet(() -> former.stream()
                            .filter(proxy -> proxy.name().equals(entry.strip()))
                            .findFirst()
                            .orElseGet(() -> new Proxy(entry.strip(), List.of()))));
        }
        proxies = List.copyOf(next);
    }

    /** Looks the host names up; may wait for a name server. */
    void refresh() {
        List<Proxy> before = proxies;
        List<Proxy> after = before.stream()
                .map(proxy -> proxy.name().isEmpty() ? proxy : lookedUp(proxy))
                .toList();
        if (!after.equals(before)) {
            replace(before, after);
        }
    }

    boolean contains(InetAddress address) {
        for (Proxy proxy : proxies) {
            for (AddressRange range : proxy.ranges()) {
                if (range.contains(address)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Entries that changed meanwhile are newer, and their turn comes with the next look-up. */
    private synchronized void replace(List<Proxy> before, List<Proxy> after) {
        if (proxies.equals(before)) {
            proxies = after;
        }
    }

    private Proxy lookedUp(Proxy proxy) {
        try {
            List<AddressRange> ranges = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(proxy.name())) {
                AddressRange.parse(address.getHostAddress()).ifPresent(ranges::add);
            }
            notFound.remove(proxy.name());
            return new Proxy(proxy.name(), ranges);
        } catch (UnknownHostException e) {
            if (notFound.add(proxy.name())) {
                LOGGER.log(WARNING, "a host name in server.http_trusted_proxies cannot be found: " + proxy.name());
            }
            return proxy;
        }
    }
}
