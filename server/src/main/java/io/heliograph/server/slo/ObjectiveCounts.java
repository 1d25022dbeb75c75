package io.heliograph.server.slo;

import io.heliograph.server.limits.Objective;
import java.util.List;

/**
 * What was counted for one objective, without latencies. Immutable.
 *
 * @param objective as it is in force
 * @param promised over its own window
 * @param windows over the usual lengths
 * @param burnWindows over the lengths that alerts look at, by name
 * @param burnRates for the alerts
 */
record ObjectiveCounts(
        Objective objective,
        WindowCounts promised,
        List<WindowCounts> windows,
        List<WindowCounts> burnWindows,
        List<BurnRate> burnRates) {}
