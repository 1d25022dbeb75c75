package io.heliograph.server.transport.http;

import java.util.List;

/**
 * One request, as far as the endpoints look at it. Immutable.
 *
 * @param method upper-case method
 * @param path decoded path without query
 * @param peerAddress address of the socket's other end
 * @param forwardedFor values of X-Forwarded-For, empty without any
 * @param authorization value of Authorization, empty without any
 */
record HttpCall(String method, String path, String peerAddress, List<String> forwardedFor, String authorization) {

    HttpCall {
        forwardedFor = List.copyOf(forwardedFor);
    }
}
