package io.heliograph.server.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses written as numbers; never asks a name server. Pure. */
final class IpLiteral {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)](?::\\d{1,5})?|([^:]*):\\d{1,5}");
    private static final int MAX_OCTET = 255;

    private IpLiteral() {}

    /** The address; empty for names and for anything else. IPv4-mapped becomes IPv4, a zone such as {@code %eth0} is left out. */
    static Optional<InetAddress> parse(String text) {
        String bare = text.strip();
        int zone = bare.indexOf('%');
        if (zone > 0 && bare.contains(":")) {
            bare = bare.substring(0, zone);
        }
        try {
            Matcher four = IPV4.matcher(bare);
            if (four.matches()) {
                byte[] octets = new byte[4];
                for (int i = 0; i < octets.length; i++) {
                    int octet = Integer.parseInt(four.group(i + 1));
                    if (octet > MAX_OCTET) {
                        return Optional.empty();
                    }
                    octets[i] = (byte) octet;
                }
                return Optional.of(InetAddress.getByAddress(octets));
            }
            // With a colon in it Java takes the text for a literal, too, and looks nothing up.
            return bare.contains(":") && IPV6.matcher(bare).matches()
                    ? Optional.of(InetAddress.getByName(bare))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The same for what proxies write: also with a port, IPv6 then in brackets. */
    static Optional<InetAddress> parseForwarded(String text) {
        Matcher matcher = WITH_PORT.matcher(text.strip());
        if (!matcher.matches()) {
            return parse(text);
        }
        String inBrackets = matcher.group(1);
        return parse(inBrackets != null ? inBrackets : matcher.group(2));
    }
}
