package io.heliograph.server.machine;

import java.util.List;

/**
 * The machine at one moment. Immutable.
 *
 * @param platform operating system, version and architecture
 * @param processors logical processors this process may use
 * @param loadAverages of 1, 5 and 15 minutes; empty where there are none
 * @param memoryTotalBytes memory of the machine
 * @param memoryAvailableBytes what of it could be had without swapping
 * @param process this process
 */
public record MachineReading(
        String platform,
        int processors,
        List<Double> loadAverages,
        long memoryTotalBytes,
        long memoryAvailableBytes,
        ProcessReading process) {

    public MachineReading {
        loadAverages = List.copyOf(loadAverages);
    }

    /** Memory that could not be had, percent of all. */
    public double memoryPercent() {
        return memoryTotalBytes == 0 ? 0 : 100.0 * (memoryTotalBytes - memoryAvailableBytes) / memoryTotalBytes;
    }
}
