package io.heliograph.server.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The server at a glance. Immutable; not older than a second, and together no snapshot. Limits of 0 are off.
 *
 * @param at when it was looked at
 * @param isReady whether a new session would be let in
 * @param isDraining whether new sessions are refused because an operator wants it so or the server stops
 * @param headline how it goes, a few words
 * @param problems worst first
 * @param sessions registered
 * @param maxSessions limit
 * @param bufferBytes audio buffered
 * @param maxBufferBytes limit
 * @param pendingDecodes scheduled and not delivered
 * @param maxPendingDecodes limit
 * @param busyWorkers decode workers at work
 * @param workers all decode workers
 * @param processShare processor time of the process over the last second, share of all processors
 * @param machineShare processor time of everything; NaN where it is not told
 * @param residentBytes memory of the process; 0 where it is not told
 * @param heapUsedBytes Java heap in use
 * @param heapMaxBytes Java heap it may use
 * @param uptime how long it runs
 * @param version what runs
 * @param configVersion version of the limits in force
 * @param createdPerMinute sessions registered in the last minute
 * @param refusedPerMinute calls turned away in the last minute
 * @param resultsPerMinute results sent in the last minute
 */
public record OverviewView(
        Instant at,
        boolean isReady,
        boolean isDraining,
        String headline,
        List<Problem> problems,
        long sessions,
        long maxSessions,
        long bufferBytes,
        long maxBufferBytes,
        long pendingDecodes,
        long maxPendingDecodes,
        int busyWorkers,
        int workers,
        double processShare,
        double machineShare,
        long residentBytes,
        long heapUsedBytes,
        long heapMaxBytes,
        Duration uptime,
        String version,
        long configVersion,
        long createdPerMinute,
        long refusedPerMinute,
        long resultsPerMinute) {

    public OverviewView {
        problems = List.copyOf(problems);
    }
}
