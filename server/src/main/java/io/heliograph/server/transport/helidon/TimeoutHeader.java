package io.heliograph.server.transport.helidon;

import io.grpc.Metadata;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fault: Helidon does not look at a client's deadline (helidon-io/helidon#11698). Cure: it is read here, and kept by
 * {@link GuardedCall}. Pure.
 */
final class TimeoutHeader {
    private static final Metadata.Key<String> KEY = Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern VALUE = Pattern.compile("(\\d{1,8})([HMSmun])");

    private TimeoutHeader() {}

    /** Nanoseconds the client gives the call; empty if it says none, or nothing that gRPC knows. */
    static OptionalLong nanos(Metadata headers) {
        String text = headers.get(KEY);
        Matcher matcher = VALUE.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        TimeUnit unit = switch (matcher.group(2)) {
            case "H" -> TimeUnit.HOURS;
            case "M" -> TimeUnit.MINUTES;
            case "S" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MILLISECONDS;
            case "u" -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
        return OptionalLong.of(unit.toNanos(Long.parseLong(matcher.group(1))));
    }
}
