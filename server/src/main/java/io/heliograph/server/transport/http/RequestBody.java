package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * The body of a request. What is longer than allowed, or was not asked for, is read past: a socket closed with bytes unread is reset,
 * and the reset can overtake the answer. For one thread.
 */
final class RequestBody {
    /** A change of every limit has a tenth of it. */
    static final int MAX_BYTES = 64 * 1024;

    /**
     * Up to here a body is read past. Beyond, Helidon answers 413 by itself and closes; a chunk is held in memory until it is whole,
     * by as many connections as there may be.
     */
    static final int MAX_BYTES_READ_PAST = 2 * MAX_BYTES;

    private final ServerRequest request;
    private boolean isBroken;

    RequestBody(ServerRequest request) {
        this.request = request;
    }

    /**
     * The body as UTF-8, empty without any.
     *
     * @throws UnreadableBodyException if it is longer than {@link #MAX_BYTES}, or does not come as it was announced
     */
    String text() {
        if (!request.content().hasEntity()) {
            return "";
        }
        OptionalLong announced = request.headers().contentLength();
        if (announced.isPresent() && announced.getAsLong() > MAX_BYTES) {
            throw UnreadableBodyException.tooLong(String.valueOf(announced.getAsLong()));
        }
        byte[] bytes;
        try {
            bytes = request.content().inputStream().readNBytes(MAX_BYTES + 1);
        } catch (RequestException e) {
            throw e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    ? UnreadableBodyException.tooLong("more than " + MAX_BYTES)
                    : broken(e);
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
        if (bytes.length > MAX_BYTES) {
            throw UnreadableBodyException.tooLong("more than " + MAX_BYTES);
        }
        return new String(bytes, UTF_8);
    }

    private UnreadableBodyException broken(Exception cause) {
        isBroken = true;
        return UnreadableBodyException.notAsAnnounced(cause);
    }

    /**
     * Whether no other request can follow: the client wants none, or where this one ends is not known, and what looks like a next one
     * may be a part of it.
     */
    boolean isLastOfItsConnection() {
        return isBroken || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    /**
     * Ends the connection after its last answer; Helidon would wait for a next request.
     *
     * @throws CloseConnectionException which is how Helidon is told
     */
    void endConnection() {
        try {
            if (!isBroken && request.content().hasEntity()) {
                request.content().consume();
            }
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the rest of the body did not come", e);
        }
        throw new CloseConnectionException("it was the last request");
    }
}
