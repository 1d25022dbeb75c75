package io.heliograph.server.transport.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.BuildFacts;
import io.heliograph.server.telemetry.DecodeHealthWindow;
import io.heliograph.server.telemetry.FakeGauges;
import io.heliograph.server.telemetry.FakeHealth;
import io.heliograph.server.telemetry.MetricsRecorder;
import io.heliograph.server.telemetry.ServerHealth;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A real listener on a free port before a server that the test sets by hand, and a real client. */
final class HttpFixture implements AutoCloseable {
    static final String DETAILS = "{\"status\":\"ok\",\"model_pool_healthy\":true,\"models_loaded\":true,"
            + "\"model_count\":1,\"model_worker_total\":2,\"model_worker_shutdown\":0,\"active_sessions\":3,"
            + "\"decode_queue_depth\":4,\"decode_latency_avg\":0.0,\"decode_latency_max\":0.0,\"grpc_running\":true}";
    static final String OK = "{\"status\":\"ok\"}";
    static final String ERROR = "{\"status\":\"error\"}";

    final FakeHealth source = new FakeHealth();
    final FakeGauges gauges = new FakeGauges();
    final Map<String, String> environment = new ConcurrentHashMap<>();
    final RecordingGate gate = new RecordingGate();
    final MetricsRecorder metrics = new MetricsRecorder(gauges, new BuildFacts("0.1.0", "21"), () -> 0L);
    final List<JsonPage> pages = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable HttpListener listener;

    void open() throws IOException {
        listener = start(0);
    }

    @Override
    public void close() {
        requireListener().close();
        client.close();
    }

    HttpListener requireListener() {
        return requireNonNull(listener, "listener");
    }

    HttpListener start(int port) throws IOException {
        return start(HttpConfig.of("127.0.0.1", port));
    }

    HttpListener start(HttpConfig config) throws IOException {
        DecodeHealthWindow window =
                new DecodeHealthWindow(() -> 0L, () -> Limits.defaults().health());
        return HttpListener.start(
                config,
                gate,
                new ServerHealth(source, window, metrics),
                metrics,
                pages,
                AdminApi.none(),
                environment::get);
    }

    HttpResponse<String> call(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + requireListener().port() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return call("GET", path, headers);
    }

    static void assertAnswer(int status, String body, HttpResponse<String> response) {
        assertEquals(body, response.body());
        assertEquals(status, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("content-type").orElse(""));
    }

    static final class RecordingGate implements HttpGate {
        final List<String> seen = new ArrayList<>();
        volatile Optional<ErrorCode> refusal = Optional.empty();
        volatile @Nullable RuntimeException failure;

        @Override
        public String clientAddress(String peerAddress, List<String> forwardedFor) {
            return peerAddress + " " + forwardedFor;
        }

        @Override
        public synchronized Optional<ErrorCode> refusal(String clientAddress) {
            RuntimeException failing = failure;
            if (failing != null) {
                throw failing;
            }
            if (refusal.isPresent()) {
                seen.add(clientAddress);
            }
            return refusal;
        }
    }
}
