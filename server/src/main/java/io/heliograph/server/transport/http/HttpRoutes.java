package io.heliograph.server.transport.http;

import static java.lang.System.Logger.Level.ERROR;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes a request past the guard to its endpoint. Thread-safe. */
final class HttpRoutes {
    private static final System.Logger LOGGER = System.getLogger(HttpRoutes.class.getName());

    private final HttpGuard guard;
    private final List<HttpRoute> routes;

    HttpRoutes(HttpGuard guard, List<HttpRoute> routes) {
        this.guard = guard;
        this.routes = List.copyOf(routes);
    }

    /** The answer, whatever happens; a defect is logged and answered with 500. */
    HttpAnswer answer(HttpCall call) {
        try {
            return route(call);
        } catch (RuntimeException e) {
            LOGGER.log(ERROR, "unexpected failure of an HTTP request", e);
            return HttpAnswer.internalError();
        }
    }

    private HttpAnswer route(HttpCall call) {
        List<HttpRoute> ofPath =
                routes.stream().filter(route -> route.has(call.path())).toList();
        if (ofPath.stream().noneMatch(HttpRoute::isProbe)) {
            Optional<HttpAnswer> refusal = guard.refusal(call);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        if (ofPath.isEmpty()) {
            return HttpAnswer.notFound();
        }
        for (HttpRoute route : ofPath) {
            if (route.method().equals(call.method())) {
                return route.endpoint().answer(call);
            }
        }
        return HttpAnswer.methodNotAllowed(
                ofPath.stream().map(HttpRoute::method).collect(Collectors.joining(", ")));
    }
}
