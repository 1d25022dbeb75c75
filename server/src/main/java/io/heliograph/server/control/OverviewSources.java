package io.heliograph.server.control;

import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.slo.SloEngine;
import io.heliograph.server.telemetry.GaugeSource;
import io.heliograph.server.telemetry.HealthReport;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Who knows what the overview shows. Each is asked once a second, by one thread.
 *
 * @param gauges the server's figures
 * @param health its health
 * @param busyWorkers decode workers at work
 * @param isOrderedToDrain whether an operator has closed the door
 * @param limits the limits in force
 * @param changes knows who changed them
 * @param objectives knows whether they hold
 * @param databaseProblem why what operators decide cannot be kept, empty if it can; must not wait
 * @param version what runs
 */
public record OverviewSources(
        GaugeSource gauges,
        Supplier<HealthReport> health,
        IntSupplier busyWorkers,
        BooleanSupplier isOrderedToDrain,
        LiveLimits limits,
        LimitsStore changes,
        SloEngine objectives,
        Supplier<Optional<String>> databaseProblem,
        String version) {}
