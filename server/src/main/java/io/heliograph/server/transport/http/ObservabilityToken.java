package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The token that guards what the server tells about itself, read from the environment at each request. Thread-safe. */
final class ObservabilityToken {
    private static final String VARIABLE = "STT_OBSERVABILITY_TOKEN";
    private static final String PREFIX = "bearer ";

    private final Function<String, @Nullable String> environment;

    ObservabilityToken(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** Whether there is a token; a blank one is none. */
    boolean isSet() {
        return !expected().isEmpty();
    }

    /** Whether the call carries the token as its bearer; never, if none is set. */
    boolean isPresentedBy(HttpCall call) {
        String header = call.authorization().strip();
        if (!header.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return false;
        }
        String presented = header.substring(PREFIX.length()).strip();
        return isSet() && MessageDigest.isEqual(expected().getBytes(UTF_8), presented.getBytes(UTF_8));
    }

    private String expected() {
        String value = environment.apply(VARIABLE);
        return value == null ? "" : value.strip();
    }
}
