package io.heliograph.server.transport.http;

/** Answers one kind of request. Implementations are thread-safe and never wait. */
@FunctionalInterface
interface HttpEndpoint {

    HttpAnswer answer(HttpCall call);
}
