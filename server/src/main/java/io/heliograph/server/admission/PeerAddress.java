package io.heliograph.server.admission;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The canonical form of a peer's address in limits: IPv4-mapped becomes IPv4, IPv6 except {@code ::1} is masked to /64. Pure. */
public final class PeerAddress {
    private static final int NETWORK_BYTES = 8;

    private PeerAddress() {}

    /** The address as limits see it. */
    public static String forLimits(InetAddress address) {
        if (address instanceof Inet6Address six && !six.isLoopbackAddress()) {
            byte[] bytes = six.getAddress();
            Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
            return canonical(bytes);
        }
        return address instanceof Inet4Address ? address.getHostAddress() : canonical(address.getAddress());
    }

    private static String canonical(byte[] bytes) {
        try {
            // Building the address anew drops a scope such as %eth0.
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
        }
    }
}
