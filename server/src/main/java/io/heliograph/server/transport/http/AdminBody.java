package io.heliograph.server.transport.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object that came with a request. Immutable. */
final class AdminBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode root;

    private AdminBody(JsonNode root) {
        this.root = root;
    }

    /** @throws AdminRequestException if the body is no JSON object or has a field of another name than those allowed */
    static AdminBody of(HttpCall call, String... fields) {
        AdminBody body = withAnyFields(call);
        List<String> allowed = List.of(fields);
        List<AdminProblem> unknown = body.root.propertyNames().stream()
                .filter(name -> !allowed.contains(name))
                .map(name -> new AdminProblem(
                        List.of("body", name),
                        "unknown field; there are " + String.join(", ", fields),
                        "extra_forbidden"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new AdminRequestException(unknown);
        }
        return body;
    }

    /** @throws AdminRequestException if the body is no JSON object */
    static AdminBody withAnyFields(HttpCall call) {
        JsonNode root;
        try {
            root = JSON.readTree(call.body().get());
        } catch (JacksonException e) {
            throw new AdminRequestException(List.of(new AdminProblem(
                    List.of("body"), "the body is no JSON: " + e.getOriginalMessage(), "json_invalid")));
        }
        if (!root.isObject()) {
            throw new AdminRequestException(
                    List.of(new AdminProblem(List.of("body"), "the body must be a JSON object", "type_error")));
        }
        return new AdminBody(root);
    }

    /** A text, "" if it is not there. */
    String text(String field) {
        String text = textOrNull(field);
        return text == null ? "" : text;
    }

    /** A text, null if it is not there. */
    @Nullable
    String textOrNull(String field) {
        JsonNode node = root.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw AdminRequestException.of(field, "must be a string", "string_type");
        }
        return node.stringValue();
    }

    /** A whole number from 0 on that must be there. */
    long number(String field) {
        JsonNode node = root.path(field);
        if (node.isMissingNode()) {
            throw AdminRequestException.of(field, "is missing", "missing");
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw AdminRequestException.of(field, "must be a whole number from 0 on", "int_type");
        }
        return node.longValue();
    }

    /** The values of an object that must be there: texts, numbers, booleans, lists and objects of such, and null. */
    Map<String, @Nullable Object> values(String field) {
        JsonNode node = root.path(field);
        if (!node.isObject() || node.isEmpty()) {
            throw AdminRequestException.of(field, "must be an object with one field at least", "object_type");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        node.properties().forEach(property -> values.put(property.getKey(), plain(property.getValue())));
        return values;
    }

    private static @Nullable Object plain(JsonNode node) {
        return node.isNull() ? null : JSON.treeToValue(node, Object.class);
    }
}
