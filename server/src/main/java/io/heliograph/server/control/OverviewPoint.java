package io.heliograph.server.control;

import java.time.Instant;

/**
 * The server over the seconds before a moment: five, fifteen while nothing happens and nobody looks. Immutable.
 *
 * @param at that moment
 * @param sessions registered then
 * @param createdPerSecond sessions registered
 * @param refusedPerSecond calls turned away
 * @param resultsPerSecond result messages sent
 * @param processShare processor time of the process, share of all processors
 * @param machineShare processor time of everything; NaN where it is not told
 * @param bufferShare buffered audio, share of what is allowed; 0 without a limit
 * @param pendingDecodes scheduled and not delivered then
 * @param firstResultP99Sec of the utterances that count, over the last minute, seconds; NaN without any
 * @param finalP99Sec the same of final texts
 */
public record OverviewPoint(
        Instant at,
        long sessions,
        double createdPerSecond,
        double refusedPerSecond,
        double resultsPerSecond,
        double processShare,
        double machineShare,
        double bufferShare,
        long pendingDecodes,
        double firstResultP99Sec,
        double finalP99Sec) {}
