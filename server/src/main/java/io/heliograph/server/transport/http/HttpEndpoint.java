package io.heliograph.server.transport.http;

/** Answers one kind of request. Implementations are thread-safe; only those of operators may wait, for the store. */
@FunctionalInterface
interface HttpEndpoint {

    HttpAnswer answer(HttpCall call);
}
