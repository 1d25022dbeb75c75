package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.InMemoryAuditLog;
import io.heliograph.server.limits.ChangeNote;
import io.heliograph.server.limits.InMemoryLimitsStore;
import io.heliograph.server.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The objectives as an operator sees them. */
final class ObjectivesControlTest {
    private static final Operator VIEWER = new Operator("vera", Role.VIEWER, "test");
    private static final Duration HOUR = Duration.ofHours(1);

    private final SloBench bench = new SloBench();
    private final InMemoryLimitsStore limits =
            new InMemoryLimitsStore(Limits.defaults(), new InMemoryAuditLog(() -> SloBench.NOW), () -> SloBench.NOW);
    private final ObjectivesControl control = new ObjectivesControl(bench.engine(), limits, "1.2", () -> SloBench.NOW);

    @AfterEach
    void close() {
        bench.close();
    }

    private ObjectiveView finals() {
        return control.view(VIEWER).objectives().stream()
                .filter(each -> each.key().equals("final"))
                .findFirst()
                .orElseThrow();
    }

    private static ChangeNote note(String author, String reason) {
        return new ChangeNote(ChangeNote.Cause.CHANGE, author, "admin", "test", reason);
    }

    private static void assertFails(ControlException.Kind kind, Executable call) {
        assertEquals(kind, assertThrows(ControlException.class, call).kind());
    }

    @Test
    void fewEventsAreNeitherMetNorMissed() {
        bench.finals(1_048, 9_000);
        assertEquals(ObjectiveVerdict.NOT_ENOUGH_DATA, finals().promised().verdict());
        bench.finals(1, 9_000);
        assertEquals(ObjectiveVerdict.MISSED, finals().promised().verdict());
        assertEquals(0, finals().promised().attainment());
    }

    @Test
    void whatWasCountedIsToldForEachWindow() {
        bench.finals(1_980, 100);
        bench.finals(20, 9_000);
        ObjectiveView view = finals();
        assertEquals(
                List.of("1h", "6h", "1d", "7d", "30d"),
                view.windows().stream().map(ObjectiveWindow::name).toList());
        assertEquals(ObjectiveVerdict.MET, view.promised().verdict());
        assertEquals(0, view.budgetRemaining(), 1e-9);
        assertEquals(20, view.promised().bad());
        assertEquals(
                "99 % of utterances have their final text within 5 s of their last speech, over 30 days.",
                view.promise());
        assertEquals(0.1, view.windows().getFirst().p50Sec(), 0.001);
    }

    @Test
    void theCourseShowsHowTheBudgetWasUsedUp() {
        bench.finals(99, 100);
        bench.finals(1, 9_000);
        ObjectivePoint last =
                control.history(VIEWER, "final", HOUR, Duration.ofMinutes(1)).getLast();
        assertEquals(100, last.valid());
        assertEquals(1.0, last.burnRate(), 1e-9);
        assertEquals(0, last.budgetLeft(), 1e-9);
        assertTrue(Double.isNaN(control.history(VIEWER, "errors", HOUR, Duration.ofMinutes(1))
                .getLast()
                .attainment()));
    }

    @Test
    void theThresholdIsTheBorderOfABucket() {
        bench.finals(7, 5_000);
        bench.finals(3, 5_200);
        bench.finals(1, 1);
        bench.finals(1, 3_000_000);
        LatencyDistribution distribution = control.distribution(VIEWER, "final", HOUR);
        assertEquals(12, distribution.events());
        assertEquals(
                12,
                distribution.buckets().stream()
                        .mapToLong(LatencyDistribution.Bucket::count)
                        .sum());
        assertEquals(
                8,
                distribution.buckets().stream()
                        .filter(bucket -> bucket.upToSec() <= 5.000_001)
                        .mapToLong(LatencyDistribution.Bucket::count)
                        .sum());
        assertEquals(0, control.distribution(VIEWER, "errors", HOUR).events());
    }

    @Test
    void aReportHasEachDayAndTheChangesOfItsPeriod() {
        bench.finals(3, 100);
        limits.save(0, Limits.defaults().with(Map.of("objectives.final_target", 0.9)), note("ada", "too strict"));
        limits.save(1, limits.current().with(Map.of("server.max_sessions", 9)), note("otto", "more room"));
        Instant from = Instant.parse("2026-11-23T00:00:00Z");
        ComplianceReport report = control.report(VIEWER, from, SloBench.NOW.plusSeconds(99_999));
        assertEquals(SloBench.NOW, report.until(), "what is to come is not reported");
        ComplianceReport.Line line = report.objectives().get(2);
        assertEquals("final", line.key());
        assertEquals(
                List.of(0L, 0L, 3L),
                line.days().stream().map(ObjectiveWindow::valid).toList());
        assertEquals(3, line.period().valid());
        assertEquals(
                List.of("too strict"),
                report.changes().stream().map(LimitsVersion::reason).toList());
        assertEquals(
                List.of(), control.report(VIEWER, from, from.plusSeconds(60)).changes());
    }

    @Test
    void nonsenseIsRefusedInWords() {
        assertFails(ControlException.Kind.UNKNOWN, () -> control.distribution(VIEWER, "<b>\n", HOUR));
        assertFails(ControlException.Kind.INVALID, () -> control.history(VIEWER, "final", Duration.ofDays(41), HOUR));
        assertFails(
                ControlException.Kind.INVALID,
                () -> control.history(VIEWER, "final", Duration.ofDays(30), Duration.ofMinutes(1)));
        assertFails(ControlException.Kind.INVALID, () -> control.history(VIEWER, "final", HOUR, Duration.ZERO));
        assertFails(ControlException.Kind.INVALID, () -> control.report(VIEWER, SloBench.NOW, SloBench.NOW));
        assertFails(
                ControlException.Kind.INVALID,
                () -> control.report(VIEWER, SloBench.NOW.minus(Duration.ofDays(41)), SloBench.NOW));
    }
}
