package io.heliograph.server.admission;

import java.net.InetAddress;
import java.util.Optional;

/** A CIDR block, or a single address. Immutable. */
final class AddressRange {
    private static final int IPV4_BITS = 32;
    private static final int MAPPED_PREFIX_BITS = 96;

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address; bits behind the prefix do not matter. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 2) {
            return Optional.empty();
        }
        Optional<InetAddress> address = IpLiteral.parse(parts[0]);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] network = address.get().getAddress();
        int width = network.length * 8;
        if (parts.length == 1) {
            return Optional.of(new AddressRange(network, width));
        }
        if (!parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(parts[1]);
        boolean isMapped = width == IPV4_BITS && parts[0].contains(":");
        int prefix = isMapped ? bits - MAPPED_PREFIX_BITS : bits;
        return prefix < 0 || prefix > width ? Optional.empty() : Optional.of(new AddressRange(network, prefix));
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
            if (((bytes[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
