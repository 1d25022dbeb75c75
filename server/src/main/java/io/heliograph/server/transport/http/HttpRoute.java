package io.heliograph.server.transport.http;

import java.util.regex.Pattern;

/**
 * Which requests an endpoint gets. Immutable.
 *
 * @param method the method
 * @param path matches the whole path
 * @param isProbe exempt from every access control (contract §11.2)
 * @param endpoint who answers
 */
record HttpRoute(String method, Pattern path, boolean isProbe, HttpEndpoint endpoint) {

    static HttpRoute of(String method, String path, HttpEndpoint endpoint) {
        return new HttpRoute(method, Pattern.compile(Pattern.quote(path)), false, endpoint);
    }

    static HttpRoute get(String path, HttpEndpoint endpoint) {
        return of("GET", path, endpoint);
    }

    static HttpRoute probe(String path, HttpEndpoint endpoint) {
        return new HttpRoute("GET", Pattern.compile(Pattern.quote(path)), true, endpoint);
    }

    /** The paths that have one name behind that path and a slash. */
    static HttpRoute getNamed(String path, HttpEndpoint endpoint) {
        return new HttpRoute("GET", Pattern.compile(Pattern.quote(path) + "/[^/]+"), false, endpoint);
    }

    boolean has(String wanted) {
        return path.matcher(wanted).matches();
    }
}
