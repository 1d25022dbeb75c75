package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.heliograph.server.telemetry.MetricsJson;
import io.heliograph.server.telemetry.MetricsRecorder;
import io.heliograph.server.telemetry.PrometheusText;
import io.heliograph.server.telemetry.ServerHealth;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The HTTP port: health, probes and metrics. Thread-safe; requests run on virtual threads. */
public final class HttpListener implements AutoCloseable {
    private static final int MAX_REQUEST_LINE_BYTES = 2_048;
    private static final int MAX_HEADERS_BYTES = 16 * 1024;

    /**
     * Held, because levels of loggers that nobody holds are forgotten. Helidon warns, with a stack trace, of every client that leaves
     * inside a request, so that anybody could fill the log; what fails on our side is caught and logged before Helidon sees it.
     */
    private static final Logger CLIENTS_THAT_LEAVE = Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

    static {
        CLIENTS_THAT_LEAVE.setLevel(Level.SEVERE);
    }

    private final WebServer server;
    private final ConnectionWatch watch;
    private final int port;

    private HttpListener(WebServer server, ConnectionWatch watch) {
        this.server = server;
        this.watch = watch;
        this.port = server.port();
    }

    /**
     * Opens the port.
     *
     * @param gate who may ask
     * @param health what /health, /livez and /readyz tell
     * @param metrics what /metrics and /metrics.json tell
     * @param pages what else is told to holders of the observability token
     * @param admin what operators may do here
     * @param environment the STT_ variables by name, asked at each request
     * @throws BindException naming host and port, if the port is busy or may not be used
     * @throws IOException if the host is unknown
     */
    public static HttpListener start(
            HttpConfig config,
            HttpGate gate,
            ServerHealth health,
            MetricsRecorder metrics,
            List<JsonPage> pages,
            AdminApi admin,
            Function<String, @Nullable String> environment)
            throws IOException {
        InetAddress address = InetAddress.getByName(config.host());
        requireFree(config, address);
        HttpRoutes routes = routes(gate, health, metrics, pages, admin, environment);
        ConnectionWatch watch = new ConnectionWatch(config.idleTimeout(), Ticker.system());
        WebServer server = WebServer.builder()
                .address(address)
                .port(config.port())
                .shutdownHook(false)
                .maxTcpConnections(config.maxConnections())
                .maxPayloadSize(RequestBody.MAX_BYTES_READ_PAST)
                // Without no-delay every small answer may wait some 20 ms for the peer's acknowledgement.
                .connectionOptions(
                        watch.watching(SocketOptions.builder().tcpNoDelay(true).build()))
                // HTTP/2 is on the class path, for gRPC alone: here it would be neither guarded nor watched.
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                        .maxHeadersSize(MAX_HEADERS_BYTES)
                        .build())
                .routing(HttpRouting.builder().any((request, response) -> {
                    watch.requested(request.remotePeer().address());
                    answer(routes, request, response);
                }))
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            watch.close();
            throw cannotBind(config, e);
        }
        return new HttpListener(server, watch);
    }

    /** Connections that are open, or were a tenth of the idle timeout ago. */
    int connections() {
        return watch.size();
    }

    /** The port bound. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        watch.close();
        server.stop();
    }

    private static HttpRoutes routes(
            HttpGate gate,
            ServerHealth health,
            MetricsRecorder metrics,
            List<JsonPage> pages,
            AdminApi admin,
            Function<String, @Nullable String> environment) {
        ObservabilityToken token = new ObservabilityToken(environment);
        HealthEndpoint endpoint = new HealthEndpoint(health, token, environment);
        List<HttpRoute> routes = new ArrayList<>();
        HttpGuard guard = new HttpGuard(gate, token);
        HttpEndpoint detailed = guard.requiringToken(call -> endpoint.detailed());
        routes.add(
                HttpRoute.get("/health", call -> endpoint.isPublic() ? endpoint.minimal(call) : detailed.answer(call)));
        routes.add(HttpRoute.probe("/livez", call -> endpoint.live()));
        routes.add(HttpRoute.probe("/readyz", call -> endpoint.ready()));
        routes.add(HttpRoute.get("/metrics", guard.requiringToken(call -> prometheus(metrics))));
        routes.add(HttpRoute.get(
                "/metrics.json",
                guard.requiringToken(call -> HttpAnswer.json(200, MetricsJson.of(metrics.snapshot())))));
        for (JsonPage page : pages) {
            HttpEndpoint endpointOfPage = guard.requiringToken(page::answer);
            routes.add(HttpRoute.get(page.path(), endpointOfPage));
            if (page.hasNames()) {
                routes.add(HttpRoute.getNamed(page.path(), endpointOfPage));
            }
        }
        routes.addAll(admin.routes(guard));
        return new HttpRoutes(guard, routes);
    }

    private static HttpAnswer prometheus(MetricsRecorder metrics) {
        return HttpAnswer.of(200, PrometheusText.CONTENT_TYPE, PrometheusText.of(metrics.snapshot()));
    }

    private static void answer(HttpRoutes routes, ServerRequest request, ServerResponse response) {
        RequestBody body = new RequestBody(request);
        HttpAnswer answer = routes.answer(new HttpCall(
                request.prologue().method().text(),
                request.path().path(),
                request.query().rawValue(),
                address(request),
                request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                        ? request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues()
                        : List.of(),
                request.headers().first(HeaderNames.AUTHORIZATION).orElse(""),
                body::text));
        response.status(Status.create(answer.status()));
        response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        answer.headers().forEach(response::header);
        boolean isLast = body.isLastOfItsConnection();
        if (isLast) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            // Helidon would send the body, and the next answer on the connection would be misread.
            response.send();
        } else {
            response.send(answer.body().getBytes(UTF_8));
        }
        if (isLast) {
            body.endConnection();
        }
    }

    /** Numeric, never looked up by name. */
    private static String address(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : "unknown";
    }

    /** Asked before Helidon is, which would log the failure of its start once more. */
    private static void requireFree(HttpConfig config, InetAddress address) throws BindException {
        if (config.port() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, config.port()));
        } catch (IOException e) {
            throw cannotBind(config, e);
        }
    }

    private static BindException cannotBind(HttpConfig config, Exception cause) {
        BindException exception =
                new BindException("HTTP cannot listen on " + config.host() + ":" + config.port() + ": " + cause);
        exception.initCause(cause);
        return exception;
    }
}
