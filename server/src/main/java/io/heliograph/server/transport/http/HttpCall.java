package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request, as far as the endpoints look at it. Immutable.
 *
 * @param method upper-case method
 * @param path decoded path without query
 * @param query what stands behind the question mark, as received; empty without any
 * @param peerAddress address of the socket's other end
 * @param forwardedFor values of X-Forwarded-For, empty without any
 * @param authorization value of Authorization, empty without any
 * @param body reads the body as UTF-8, empty without any, or fails with {@link UnreadableBodyException}: only for callers who are known
 */
record HttpCall(
        String method,
        String path,
        String query,
        String peerAddress,
        List<String> forwardedFor,
        String authorization,
        Supplier<String> body) {

    HttpCall {
        forwardedFor = List.copyOf(forwardedFor);
    }

    /** The first value of each parameter; what is badly encoded stays as it is. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
