package io.heliograph.server.transport.http;

/**
 * Which requests an endpoint gets. Immutable.
 *
 * @param method the method
 * @param path the whole path
 * @param isProbe exempt from every access control (contract §11.2)
 * @param endpoint who answers
 */
record HttpRoute(String method, String path, boolean isProbe, HttpEndpoint endpoint) {

    static HttpRoute get(String path, HttpEndpoint endpoint) {
        return new HttpRoute("GET", path, false, endpoint);
    }

    static HttpRoute probe(String path, HttpEndpoint endpoint) {
        return new HttpRoute("GET", path, true, endpoint);
    }
}
