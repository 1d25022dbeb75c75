package io.heliograph.server.transport.helidon;

import io.grpc.Status;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2Settings;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2StreamWriter;
import io.helidon.http.http2.StreamFlowControl;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector;
import io.helidon.webserver.http2.spi.SubProtocolResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fault: what is no known method gets an HTTP status of 404 or a web page, and what is no POST a thread that waits for ever. Cure:
 * only calls of known methods with headers of a bounded size reach Helidon's gRPC; the others get the answers that gRPC prescribes.
 * Immutable, thread-safe.
 */
final class ToldSelector implements Http2SubProtocolSelector {
    /** What gRPC on Netty takes. */
    private static final long MAX_HEADER_BYTES = 8_192;

    /** RFC 9113, section 6.5.2: what a field costs besides its characters. */
    private static final long FIELD_BYTES = 32;

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int FIELDS_TOO_LARGE = 431;
    private static final int OK = 200;

    private final Http2SubProtocolSelector grpc;
    private final Set<String> methods;
    private final int largestMessageBytes;

    /**
     * A selector.
     *
     * @param grpc Helidon's own
     * @param methods full names of what is served
     */
    ToldSelector(Http2SubProtocolSelector grpc, Set<String> methods, int largestMessageBytes) {
        this.grpc = grpc;
        this.methods = Set.copyOf(methods);
        this.largestMessageBytes = largestMessageBytes;
    }

    @Override
    public SubProtocolResult subProtocol(
            ConnectionContext context,
            HttpPrologue prologue,
            Http2Headers headers,
            Http2StreamWriter writer,
            int streamId,
            Http2Settings serverSettings,
            Http2Settings clientSettings,
            StreamFlowControl flowControl,
            Http2StreamState state,
            Router router) {
        CallTable calls = ((GuardedContext) context).calls();
        CallStream call = calls.begin(streamId);
        if (call == null) {
            // The client has been told.
            return new SubProtocolResult(true, new UnreadStream());
        }
        boolean isReset = state == Http2StreamState.CLOSED;
        RefusedStream.Answer refusal = refusal(prologue, headers);
        if (refusal != null) {
            Runnable answer = refusal.isReadable()
                    ? new ReadableAnswer(call, refusal, writer, flowControl)::write
                    : () -> refusal.write(writer, streamId, flowControl);
            return new SubProtocolResult(true, new RefusedStream(call, answer, isReset));
        }
        SubProtocolResult result = grpc.subProtocol(
                context,
                prologue,
                headers,
                writer,
                streamId,
                serverSettings,
                clientSettings,
                flowControl,
                state,
                router);
        String encoding =
                headers.httpHeaders().first(HeaderNames.create("grpc-encoding")).orElse(MessageFraming.IDENTITY);
        MessageFraming framing = new MessageFraming(largestMessageBytes, encoding);
        return new SubProtocolResult(true, new ToldStream(result.subProtocol(), call, calls, framing, isReset));
    }

    private RefusedStream.@Nullable Answer refusal(HttpPrologue prologue, Http2Headers headers) {
        if (!prologue.method().equals(Method.POST)) {
            // Answers to HEAD have no content.
            boolean isReadable = !prologue.method().equals(Method.HEAD);
            return new RefusedStream.Answer(
                    METHOD_NOT_ALLOWED, Status.INTERNAL, "gRPC calls are POST requests", isReadable);
        }
        String type = headers.httpHeaders().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.startsWith("application/grpc")) {
            return new RefusedStream.Answer(
                    UNSUPPORTED_MEDIA_TYPE, Status.INTERNAL, "the content type is not gRPC's", true);
        }
        long bytes = bytes(headers);
        if (bytes > MAX_HEADER_BYTES) {
            return new RefusedStream.Answer(
                    FIELDS_TOO_LARGE,
                    Status.INTERNAL,
                    "the headers have %d bytes, at most %d".formatted(bytes, MAX_HEADER_BYTES),
                    false);
        }
        String path = headers.path();
        if (!path.startsWith("/") || !methods.contains(path.substring(1))) {
            return new RefusedStream.Answer(OK, Status.UNIMPLEMENTED, "no such method", false);
        }
        return null;
    }

    private static long bytes(Http2Headers headers) {
        long bytes = 0;
        for (Header header : headers.httpHeaders()) {
            for (String value : header.allValues()) {
                bytes += header.name().length() + value.length() + FIELD_BYTES;
            }
        }
        return bytes;
    }
}
