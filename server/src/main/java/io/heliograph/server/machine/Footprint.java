package io.heliograph.server.machine;

import com.sun.management.OperatingSystemMXBean;
import io.heliograph.server.time.Ticker;
import java.lang.management.ManagementFactory;

/**
 * What the process takes of the machine, read from the runtime and {@code /proc}: some ten microseconds a reading, so that it can
 * be had each second. Confined to one thread; shares are of the time since the reading before.
 */
public final class Footprint {
    private final ResidentMemory resident = new ResidentMemory();
    private final Ticker ticker;
    private long lastCpuNanos;
    private long lastNanos;

    /**
     * What was read. Immutable.
     *
     * @param processShare processor time of this process as a share of all processors, 0 to 1
     * @param machineShare the same of everything that runs here; NaN where it is not told
     * @param residentBytes memory the process holds; 0 where it is not told
     * @param heapUsedBytes Java heap in use, garbage included
     * @param heapMaxBytes Java heap it may use
     */
    public record Reading(
            double processShare, double machineShare, long residentBytes, long heapUsedBytes, long heapMaxBytes) {}

    public Footprint(Ticker ticker) {
        this.ticker = ticker;
        this.lastCpuNanos = cpuNanos();
        this.lastNanos = ticker.nanos();
    }

    /** The process now. */
    public Reading read() {
        long cpuNanos = cpuNanos();
        long nanos = ticker.nanos();
        double available = (nanos - lastNanos) * (double) Runtime.getRuntime().availableProcessors();
        double share = available <= 0 ? 0 : Math.clamp((cpuNanos - lastCpuNanos) / available, 0, 1);
        lastCpuNanos = cpuNanos;
        lastNanos = nanos;
        Runtime runtime = Runtime.getRuntime();
        return new Reading(
                share,
                machineShare(),
                resident.bytes().orElse(0),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuTime())
                : 0;
    }

    private static double machineShare() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double share = system.getCpuLoad();
            return share >= 0 ? share : Double.NaN;
        }
        return Double.NaN;
    }
}
