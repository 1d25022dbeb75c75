package io.heliograph.console.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.control.LimitDifference;
import io.heliograph.server.control.LimitEntry;
import io.heliograph.server.control.LimitsVersion;
import io.heliograph.server.control.LimitsView;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class RollbackPlanTest {
    private static LimitEntry entry(String key, String configured, String value) {
        return new LimitEntry(
                key,
                "s",
                "int",
                "",
                "",
                List.of(),
                false,
                false,
                "",
                "0",
                configured,
                value,
                value,
                OptionalDouble.empty(),
                false,
                !configured.equals(value));
    }

    private static LimitsVersion version(long number, LimitDifference... differences) {
        return new LimitsVersion(number, Instant.EPOCH, "a", "r", List.of(differences));
    }

    private final LimitsView now = new LimitsView(3, List.of(entry("s.a", "1", "4"), entry("s.b", "1", "1")));
    private final List<LimitsVersion> history = List.of(
            version(3, new LimitDifference("s.a", "3", "4"), new LimitDifference("s.b", "2", "1")),
            version(2, new LimitDifference("s.a", "2", "3")),
            version(1, new LimitDifference("s.a", "1", "2"), new LimitDifference("s.b", "1", "2")));

    @Test
    void theOldestChangeAfterTheTargetSaysWhatWasThen() {
        assertEquals(
                List.of(new LimitDifference("s.a", "4", "2"), new LimitDifference("s.b", "1", "2")),
                RollbackPlan.of(now, history, 1));
        assertEquals(
                List.of(new LimitDifference("s.a", "4", "3"), new LimitDifference("s.b", "1", "2")),
                RollbackPlan.of(now, history, 2));
    }

    @Test
    void versionZeroIsWhatIsConfigured() {
        assertEquals(List.of(new LimitDifference("s.a", "4", "1")), RollbackPlan.of(now, history, 0));
    }
}
