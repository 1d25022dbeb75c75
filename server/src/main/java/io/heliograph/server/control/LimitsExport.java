package io.heliograph.server.control;

import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Limits as a configuration file that a server can be started with. Pure. */
final class LimitsExport {
    private LimitsExport() {}

    /** Every key that has a value, by section; secrets are left out. */
    static String yaml(Limits limits) {
        Map<String, Object> file = new LinkedHashMap<>();
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        for (LimitKey key : LimitKey.values()) {
            KeySpec spec = key.spec();
            Object value = limits.value(key);
            if (value == null || spec.secret()) {
                continue;
            }
            if (spec.section().isEmpty()) {
                file.put(spec.name(), value);
            } else {
                sections.computeIfAbsent(spec.section(), section -> {
                            Map<String, Object> made = new LinkedHashMap<>();
                            file.put(section, made);
                            return made;
                        })
                        .put(spec.name().substring(spec.section().length() + 1), value);
            }
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return "# Limits in force, version " + limits.version() + "; secrets are left out.\n"
                + new Yaml(options).dump(file);
    }
}
