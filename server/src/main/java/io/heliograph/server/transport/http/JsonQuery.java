package io.heliograph.server.transport.http;

import java.util.Map;

/**
 * What of a page is asked for. Immutable; all of it may be any text.
 *
 * @param name what stands behind the path and a slash, without a slash; empty for the page itself
 * @param parameters the first value of each parameter of the query
 */
public record JsonQuery(String name, Map<String, String> parameters) {

    public JsonQuery {
        parameters = Map.copyOf(parameters);
    }
}
