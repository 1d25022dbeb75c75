package io.heliograph.server.admission;

import static java.lang.System.Logger.Level.ERROR;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The addresses that may use HTTP and WebSocket (contract §11.4). Immutable. */
final class HttpAllowlist {
    private static final System.Logger LOGGER = System.getLogger(HttpAllowlist.class.getName());
    private static final int MAX_SHOWN_LENGTH = 64;

    private final boolean isOff;
    private final List<AddressRange> ranges;

    /**
     * A list; entries that are no CIDR are ignored, each with an ERROR line.
     *
     * @param entries CIDRs or addresses; empty = everybody, none valid = nobody
     */
    HttpAllowlist(List<String> entries) {
        isOff = entries.isEmpty();
        List<AddressRange> valid = new ArrayList<>();
        for (String entry : entries) {
            AddressRange.parse(entry)
                    .ifPresentOrElse(
                            valid::add,
                            () -> LOGGER.log(
                                    ERROR, "STT_HTTP_ALLOWLIST: \"" + shown(entry) + "\" is no CIDR and is ignored"));
        }
        ranges = List.copyOf(valid);
        if (!isOff && ranges.isEmpty()) {
            LOGGER.log(ERROR, "STT_HTTP_ALLOWLIST has no valid entry: every HTTP request but the probes is refused");
        }
    }

    /** @param address empty if unknown, which no entry allows */
    boolean allows(Optional<InetAddress> address) {
        return isOff || (address.isPresent() && ranges.stream().anyMatch(range -> range.contains(address.get())));
    }

    private static String shown(String entry) {
        String line = entry.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= MAX_SHOWN_LENGTH ? line : line.substring(0, MAX_SHOWN_LENGTH) + "…";
    }
}
