package io.heliograph.server.admission;

import io.heliograph.server.limits.BucketRate;
import io.heliograph.server.limits.HttpLimits;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may use HTTP, and how often (contract §11.4, steps 1 and 2). Thread-safe; asking never waits. */
public final class HttpAccess implements AutoCloseable {
    /** The address of a client whose address cannot be read. */
    public static final String UNKNOWN = "unknown";

    /** How long the new address of a proxy that is named may stay unknown. */
    private static final Duration NAME_LOOKUP_PAUSE = Duration.ofSeconds(30);

    private static final BucketRate NO_GROUPS = new BucketRate(0, 0);

    private final HttpAllowlist allowlist;
    private final TrustedProxies proxies = new TrustedProxies();
    private final RateLimiter requests;
    private final EventSink events;
    private final Periodic lookups;

    /**
     * Access by these rules.
     *
     * @param allowlist entries of STT_HTTP_ALLOWLIST
     */
    public HttpAccess(List<String> allowlist, HttpLimits limits, EventSink events, Ticker ticker) {
        this.allowlist = new HttpAllowlist(allowlist);
        this.requests = new RateLimiter(limits.rate(), NO_GROUPS, ticker);
        this.events = events;
        proxies.apply(limits.trustedProxies());
        proxies.refresh();
        this.lookups = new Periodic("proxy-names", NAME_LOOKUP_PAUSE, proxies::refresh);
    }

    /** Puts other limits in force; tokens beyond a new capacity are lost. */
    public void apply(HttpLimits limits) {
        requests.swap(limits.rate(), NO_GROUPS);
        proxies.apply(limits.trustedProxies());
    }

    /**
     * The canonical address that stands for the client: the socket's, or what a trusted proxy says last.
     *
     * @param peerAddress the socket's other end, numeric
     * @param forwardedFor values of X-Forwarded-For as received
     */
    public String clientAddress(String peerAddress, List<String> forwardedFor) {
        Optional<InetAddress> peer = IpLiteral.parse(peerAddress);
        if (peer.isEmpty()) {
            return UNKNOWN;
        }
        String chain = String.join(",", forwardedFor);
        if (chain.isBlank() || !proxies.contains(peer.get())) {
            return peer.get().getHostAddress();
        }
        return IpLiteral.parseForwarded(chain.substring(chain.lastIndexOf(',') + 1))
                .map(InetAddress::getHostAddress)
                .orElse(UNKNOWN);
    }

    /** Whether the allowlist lets the client in. */
    public boolean isAllowed(String clientAddress) {
        return allowlist.allows(IpLiteral.parse(clientAddress));
    }

    /** Counts a request of the client; false if it comes too soon. */
    public boolean takeRequest(String clientAddress) {
        String key = Hash16.of(
                IpLiteral.parse(clientAddress).map(PeerAddress::forLimits).orElse(UNKNOWN));
        boolean refused = requests.take(key, 1).isPresent();
        if (refused) {
            events.record(new ServerEvent.RateLimited(RateScope.HTTP, key));
        }
        return !refused;
    }

    @Override
    public void close() {
        lookups.close();
    }
}
