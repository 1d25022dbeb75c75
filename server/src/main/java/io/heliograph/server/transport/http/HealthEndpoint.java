package io.heliograph.server.transport.http;

import io.heliograph.server.telemetry.HealthReport;
import io.heliograph.server.telemetry.JsonWriter;
import io.heliograph.server.telemetry.ServerHealth;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers /health, /livez and /readyz (contract §11.2). Thread-safe. */
final class HealthEndpoint {
    private static final Set<String> PUBLIC = Set.of("1", "true", "yes", "on", "minimal");
    private static final Set<String> DETAIL_BY_TOKEN = Set.of("1", "true", "yes", "on", "token");
    private static final int OK = 200;
    /** What existing monitors expect of an unhealthy server. */
    private static final int UNHEALTHY = 500;

    private static final int UNAVAILABLE = 503;

    private final ServerHealth health;
    private final ObservabilityToken token;
    private final Function<String, @Nullable String> environment;

    HealthEndpoint(ServerHealth health, ObservabilityToken token, Function<String, @Nullable String> environment) {
        this.health = health;
        this.token = token;
        this.environment = environment;
    }

    /** Whether anybody gets the plain status, and only the token's holder more. */
    boolean isPublic() {
        return isOneOf("STT_PUBLIC_HEALTH", PUBLIC) || isOneOf("STT_HEALTH_DETAIL_MODE", DETAIL_BY_TOKEN);
    }

    /** For everybody: the status, with the details for the token's holder. */
    HttpAnswer minimal(HttpCall call) {
        HealthReport report = health.report();
        int status = report.healthy() ? OK : UNAVAILABLE;
        return token.isPresentedBy(call)
                ? HttpAnswer.json(status, details(report))
                : statusOnly(status, report.healthy());
    }

    /** The status and its details. */
    HttpAnswer detailed() {
        HealthReport report = health.report();
        return HttpAnswer.json(report.healthy() ? OK : UNHEALTHY, details(report));
    }

    /** The process works, or it would not answer. */
    HttpAnswer live() {
        return statusOnly(OK, true);
    }

    /** Whether new sessions can be admitted. */
    HttpAnswer ready() {
        boolean isReady = health.isReady();
        return statusOnly(isReady ? OK : UNAVAILABLE, isReady);
    }

    private boolean isOneOf(String variable, Set<String> values) {
        String value = environment.apply(variable);
        return value != null && values.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private static HttpAnswer statusOnly(int status, boolean isOk) {
        return HttpAnswer.json(
                status,
                new JsonWriter()
                        .beginObject()
                        .key("status")
                        .value(word(isOk))
                        .endObject()
                        .toString());
    }

    private static String details(HealthReport report) {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("status").value(word(report.healthy()));
        json.key("model_pool_healthy").value(report.modelPoolHealthy());
        json.key("models_loaded").value(report.modelsLoaded());
        json.key("model_count").value(report.modelCount());
        json.key("model_worker_total").value(report.workerTotal());
        json.key("model_worker_shutdown").value(report.workerShutdown());
        json.key("active_sessions").value(report.activeSessions());
        json.key("decode_queue_depth").value(report.decodeQueueDepth());
        json.key("decode_latency_avg").value(report.decodeLatencyAverage());
        json.key("decode_latency_max").value(report.decodeLatencyMax());
        json.key("grpc_running").value(report.grpcRunning());
        return json.endObject().toString();
    }

    private static String word(boolean isOk) {
        return isOk ? "ok" : "error";
    }
}
