package io.heliograph.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the environment variables say (contract §15.2); the three that override keys are in the limits. Immutable.
 *
 * @param observabilityToken STT_OBSERVABILITY_TOKEN: bearer of metrics, system and health; not set = open
 * @param minimalHealth STT_PUBLIC_HEALTH or STT_HEALTH_DETAIL_MODE: health says no more than its status without the bearer
 * @param adminEnabled STT_ADMIN_ENABLED
 * @param adminToken STT_ADMIN_TOKEN: bearer of the admin endpoints
 * @param adminAllowModelPath STT_ADMIN_ALLOW_MODEL_PATH: whether a load may name a folder
 * @param adminModelPathAllowlist STT_ADMIN_MODEL_PATH_ALLOWLIST: folders or files it may lie in; empty = any
 * @param httpAllowlist STT_HTTP_ALLOWLIST as written: CIDRs; empty = off, and no valid entry = nobody
 * @param gpuMetrics STT_ENABLE_GPU_METRICS
 * @param allowInsecureWebSocket STT_ALLOW_INSECURE_WS: open a public WebSocket without any auth
 */
public record EnvironmentSettings(
        Secret observabilityToken,
        boolean minimalHealth,
        boolean adminEnabled,
        Secret adminToken,
        boolean adminAllowModelPath,
        List<String> adminModelPathAllowlist,
        List<String> httpAllowlist,
        boolean gpuMetrics,
        boolean allowInsecureWebSocket) {
    private static final Set<String> TRUE = Set.of("1", "true", "yes", "on");

    public EnvironmentSettings {
        adminModelPathAllowlist = List.copyOf(adminModelPathAllowlist);
        httpAllowlist = List.copyOf(httpAllowlist);
    }

    /** Reads the variables; those that are missing or blank are off. */
    public static EnvironmentSettings from(Map<String, String> environment) {
        return new EnvironmentSettings(
                new Secret(value(environment, "STT_OBSERVABILITY_TOKEN")),
                isTrue(environment, "STT_PUBLIC_HEALTH", "minimal")
                        || isTrue(environment, "STT_HEALTH_DETAIL_MODE", "token"),
                isTrue(environment, "STT_ADMIN_ENABLED", ""),
                new Secret(value(environment, "STT_ADMIN_TOKEN")),
                isTrue(environment, "STT_ADMIN_ALLOW_MODEL_PATH", ""),
                items(value(environment, "STT_ADMIN_MODEL_PATH_ALLOWLIST")),
                allowlist(value(environment, "STT_HTTP_ALLOWLIST")),
                isTrue(environment, "STT_ENABLE_GPU_METRICS", ""),
                isTrue(environment, "STT_ALLOW_INSECURE_WS", ""));
    }

    /** Whether the admin endpoints answer at all. */
    public boolean isAdminOn() {
        return adminEnabled && adminToken.isSet();
    }

    private static boolean isTrue(Map<String, String> environment, String name, String alsoTrue) {
        String value = value(environment, name).toLowerCase(Locale.ROOT);
        return TRUE.contains(value) || (!value.isEmpty() && value.equals(alsoTrue));
    }

    /** The trimmed value of a variable, empty if missing. */
    static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /** The non-blank items of a comma list, trimmed. */
    static List<String> items(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** A list of nothing but commas stays visible as an entry, so that it lets nobody in rather than everybody. */
    private static List<String> allowlist(String list) {
        List<String> items = items(list);
        return items.isEmpty() && !list.isEmpty() ? List.of(list) : items;
    }
}
