package io.heliograph.server.transport.http;

import io.heliograph.server.control.ModelLoad;
import io.heliograph.server.control.ModelLoadOutcome;
import io.heliograph.server.control.ModelView;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.control.ModelsControl;
import io.heliograph.server.control.Operator;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The models over HTTP (contract §15.3). Thread-safe. */
final class AdminModels {
    private static final double MAX_DRAIN_SEC = 3_600;

    private final ModelsControl models;
    private final Supplier<Duration> usualDrain;

    /** @param usualDrain how long an unload waits that does not say */
    AdminModels(ModelsControl models, Supplier<Duration> usualDrain) {
        this.models = models;
        this.usualDrain = usualDrain;
    }

    HttpAnswer load(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.withAnyFields(call);
        String modelId = required(body.text("model_id"), "body");
        if (!ModelWish.isId(modelId)) {
            throw AdminRequestException.of(
                    "model_id",
                    "must have 1 to 64 letters, digits, dots, underscores and hyphens",
                    "string_pattern_mismatch");
        }
        ModelWish wish = new ModelWish(
                modelId,
                body.textOrNull("profile_id"),
                body.textOrNull("model_path"),
                body.textOrNull("model_size"),
                body.textOrNull("backend"),
                body.textOrNull("device"),
                body.textOrNull("compute_type"),
                body.textOrNull("language"));
        return switch (models.load(operator, wish, body.text("reason"))) {
            case ModelLoadOutcome.Started started ->
                answer("loading_started", "model " + modelId + " is being loaded", started.load());
            case ModelLoadOutcome.Underway underway ->
                answer(
                        underway.load().status().label(),
                        "model " + modelId + " is being loaded already",
                        underway.load());
            case ModelLoadOutcome.Refused refused -> throw new AdminRefusedException(refused.code(), refused.detail());
        };
    }

    HttpAnswer loadStatus(Operator operator, HttpCall call) {
        String modelId = modelId(call);
        JsonWriter body = new JsonWriter().beginObject();
        Optional<ModelLoad> load = models.load(operator, modelId);
        if (load.isPresent()) {
            write(body, load.get());
        } else {
            body.key("status").value("unknown").key("model_id").value(modelId);
        }
        return AdminAnswers.ok(body.endObject());
    }

    HttpAnswer unload(Operator operator, HttpCall call) {
        String modelId = modelId(call);
        Duration patience = patience(call);
        String reason = call.parameters().getOrDefault("reason", "");
        try {
            if (!models.unload(operator, modelId, patience, reason)) {
                throw new AdminRefusedException(ErrorCode.MODEL_UNLOAD_FAILED, "it is unknown, or the only one");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return AdminAnswers.ok(new JsonWriter()
                .beginObject()
                .key("status")
                .value("unloaded")
                .key("model_id")
                .value(modelId)
                .endObject());
    }

    HttpAnswer list(Operator operator, HttpCall call) {
        JsonWriter body = new JsonWriter().beginObject().key("models").beginArray();
        models.loaded(operator).stream().map(ModelView::id).forEach(body::value);
        return AdminAnswers.ok(body.endArray().endObject());
    }

    private Duration patience(HttpCall call) {
        Map<String, String> parameters = call.parameters();
        String text = parameters.getOrDefault("drain_timeout_sec", "");
        if (text.isEmpty()) {
            return usualDrain.get();
        }
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw inQuery("drain_timeout_sec", "must be a number of seconds", "float_parsing");
        }
        if (!(seconds >= 0 && seconds <= MAX_DRAIN_SEC)) {
            throw inQuery("drain_timeout_sec", "must be from 0 to 3600 seconds", "value_error");
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static String modelId(HttpCall call) {
        return required(call.parameters().getOrDefault("model_id", ""), "query");
    }

    private static String required(String modelId, String place) {
        if (modelId.isEmpty()) {
            throw new AdminRequestException(
                    List.of(new AdminProblem(List.of(place, "model_id"), "is missing", "missing")));
        }
        return modelId;
    }

    private static AdminRequestException inQuery(String name, String message, String type) {
        return new AdminRequestException(List.of(new AdminProblem(List.of("query", name), message, type)));
    }

    private static HttpAnswer answer(String status, String message, ModelLoad load) {
        JsonWriter body = new JsonWriter()
                .beginObject()
                .key("status")
                .value(status)
                .key("message")
                .value(message)
                .key("job")
                .beginObject();
        write(body, load);
        return AdminAnswers.ok(body.endObject().endObject());
    }

    private static void write(JsonWriter body, ModelLoad load) {
        body.key("status").value(load.status().label());
        body.key("model_id").value(load.modelId());
        time(body.key("started_at"), load.startedAt());
        time(body.key("finished_at"), load.finishedAt());
        if (load.isOver()) {
            body.key("duration_sec").value(load.durationSec());
        }
        if (!load.error().isEmpty()) {
            body.key("error").value(load.error());
        }
    }

    private static void time(JsonWriter body, Optional<Instant> instant) {
        instant.ifPresentOrElse(known -> body.value(known.toEpochMilli() / 1e3), body::nullValue);
    }
}
