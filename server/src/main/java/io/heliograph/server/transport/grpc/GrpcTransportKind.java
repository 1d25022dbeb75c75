package io.heliograph.server.transport.grpc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The transports there are, by their names in the configuration. */
public enum GrpcTransportKind {
    /** grpc-java on Netty. */
    NETTY,

    /** Helidon's HTTP/2 and gRPC, hardened. */
    HELIDON;

    /** The name as configured. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name, in any case and with blanks around it. */
    public static Optional<GrpcTransportKind> named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().equalsIgnoreCase(text.strip()))
                .findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(GrpcTransportKind::configName).toList();
    }
}
