package io.heliograph.server.transport.helidon;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon takes a request that is malformed as an error of its connection and ends its neighbours. Cure: what it would
 * stumble over is looked for here, and resets its stream (RFC 9113, section 8.1.1). Pure.
 */
final class RequestRules {
    /** Any number that fits a long. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private RequestRules() {}

    /** Whether these can be a call's headers, as far as the reader of {@link HeaderFields} has not looked at them. */
    static boolean isRequest(Http2Headers fields) {
        return isPresent(fields.method())
                && isPresent(fields.scheme())
                && isPresent(fields.path())
                && fields.status() == null
                && hasSoundLength(fields);
    }

    /** Whether these can end a call. */
    static boolean areTrailers(Http2Headers fields) {
        return fields.names().stream().noneMatch(name -> !name.isEmpty() && name.charAt(0) == ':');
    }

    private static boolean isPresent(@Nullable CharSequence value) {
        return value != null && !value.isEmpty();
    }

    private static boolean hasSoundLength(Http2Headers fields) {
        List<CharSequence> lengths = fields.getAll("content-length");
        return lengths.isEmpty()
                || (lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches());
    }
}
