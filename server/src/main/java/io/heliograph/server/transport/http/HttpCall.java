package io.heliograph.server.transport.http;

import java.util.List;
import java.util.function.Supplier;

/**
 * One request, as far as the endpoints look at it. Immutable.
 *
 * @param method upper-case method
 * @param path decoded path without query
 * @param peerAddress address of the socket's other end
 * @param forwardedFor values of X-Forwarded-For, empty without any
 * @param authorization value of Authorization, empty without any
 * @param body reads the body as UTF-8, of bounded length, empty without any: only for callers who are known
 */
record HttpCall(
        String method,
        String path,
        String peerAddress,
        List<String> forwardedFor,
        String authorization,
        Supplier<String> body) {

    HttpCall {
        forwardedFor = List.copyOf(forwardedFor);
    }
}
