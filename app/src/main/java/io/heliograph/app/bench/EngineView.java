package io.heliograph.app.bench;

import java.io.IOException;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the server's own engine says of one objective over the last hour. Immutable.
 *
 * @param valid events that counted
 * @param p50Sec seconds, NaN without events
 * @param p99Sec seconds, NaN without events
 */
record EngineView(long valid, double p50Sec, double p99Sec) {
    private static final String WINDOW = "1h";

    /**
     * Reads it.
     *
     * @param slo the answer of {@code /slo}
     * @param objective its name there
     */
    static EngineView of(String slo, String objective) throws IOException {
        // JSON is YAML, and a YAML parser is at hand.
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(slo);
        Object window = inside(root, "objectives", objective, "windows", WINDOW);
        long valid = ((Number) inside(window, "valid")).longValue();
        return valid == 0
                ? new EngineView(0, Double.NaN, Double.NaN)
                : new EngineView(
                        valid,
                        ((Number) inside(window, "latency_sec", "p50")).doubleValue(),
                        ((Number) inside(window, "latency_sec", "p99")).doubleValue());
    }

    private static Object inside(Object object, String... names) throws IOException {
        Object found = object;
        for (String name : names) {
            Object next = found instanceof Map<?, ?> map ? map.get(name) : null;
            if (next == null) {
                throw new IOException("/slo tells no " + String.join(".", names));
            }
            found = next;
        }
        return found;
    }
}
