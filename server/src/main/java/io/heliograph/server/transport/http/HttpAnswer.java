package io.heliograph.server.transport.http;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.JsonWriter;
import java.util.Map;

/**
 * What a request gets. Immutable.
 *
 * @param status HTTP status
 * @param contentType media type of the body
 * @param body the body
 * @param headers further headers
 */
record HttpAnswer(int status, String contentType, String body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    static HttpAnswer of(int status, String contentType, String body) {
        return new HttpAnswer(status, contentType, body, Map.of());
    }

    static HttpAnswer json(int status, String body) {
        return new HttpAnswer(status, JSON, body, Map.of());
    }

    /** {@code {"code":…,"message":…}} of contract §10. */
    static HttpAnswer error(ErrorCode code) {
        return error(code, "");
    }

    /** The same with what it is about; empty = nothing that could be said. */
    static HttpAnswer error(ErrorCode code, String detail) {
        String body = new JsonWriter()
                .beginObject()
                .key("code")
                .value(code.code())
                .key("message")
                .value(detail.isEmpty() ? code.text() : code.text() + ": " + detail)
                .endObject()
                .toString();
        Map<String, String> headers = code.httpStatus() == 401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of();
        return new HttpAnswer(code.httpStatus(), JSON, body, headers);
    }

    static HttpAnswer notFound() {
        return json(404, detail("Not Found"));
    }

    /** @param allowed the methods that the path has */
    static HttpAnswer methodNotAllowed(String allowed) {
        return new HttpAnswer(405, JSON, detail("Method Not Allowed"), Map.of("Allow", allowed));
    }

    static HttpAnswer internalError() {
        return json(500, detail("Internal Server Error"));
    }

    private static String detail(String reasonPhrase) {
        return new JsonWriter()
                .beginObject()
                .key("detail")
                .value(reasonPhrase)
                .endObject()
                .toString();
    }
}
