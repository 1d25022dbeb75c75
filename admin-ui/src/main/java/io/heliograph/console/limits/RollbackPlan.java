package io.heliograph.console.limits;

import io.heliograph.server.control.LimitDifference;
import io.heliograph.server.control.LimitsVersion;
import io.heliograph.server.control.LimitsView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What going back to an earlier version would change, worked out from the history. Pure. */
final class RollbackPlan {
    private RollbackPlan() {}

    /**
     * The differences between what is in force and the target.
     *
     * @param history newest first, complete down to the target
     * @param target 0 = as configured
     */
    static List<LimitDifference> of(LimitsView now, List<LimitsVersion> history, long target) {
        if (target == 0) {
            return now.drift().stream()
                    .map(entry -> new LimitDifference(entry.key(), entry.value(), entry.configured()))
                    .toList();
        }
        Map<String, String> then = new LinkedHashMap<>();
        history.stream()
                .filter(version -> version.version() > target)
                .forEach(version ->
                        version.differences().forEach(difference -> then.put(difference.key(), difference.before())));
        return now.entries().stream()
                .filter(entry -> then.containsKey(entry.key()) && !entry.value().equals(then.get(entry.key())))
                .map(entry -> new LimitDifference(entry.key(), entry.value(), String.valueOf(then.get(entry.key()))))
                .toList();
    }
}
