package io.heliograph.server.machine;

import com.sun.management.OperatingSystemMXBean;
import io.heliograph.server.time.Ticker;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * How full the memory is and how busy the processors are, cheap enough to be asked some times a second. What the system does not
 * tell counts as nothing. Thread-safe.
 */
public final class MachineLoad {
    /** How long the machine's memory is taken for unchanged: to ask for it reads several files of the container. */
    private static final long TOTAL_NANOS = 10_000_000_000L;

    private final ResidentMemory resident;
    private final Ticker ticker;
    private final List<MemoryPoolMXBean> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private volatile Total total;

    /**
     * Memory of the container or machine.
     *
     * @param bytes 0 where it is not told
     * @param nanos when it was asked for
     */
    private record Total(long bytes, long nanos) {}

    /** The load of this process and its machine. */
    public MachineLoad(Ticker ticker) {
        this(new ResidentMemory(), ticker);
    }

    MachineLoad(ResidentMemory resident, Ticker ticker) {
        this.resident = resident;
        this.ticker = ticker;
        this.total = askTotal();
    }

    /**
     * The larger share of two: of the heap's bound, what the last collection left; of the memory of the container or else the
     * machine, what this process holds. From 0; 1 = nothing is left.
     */
    public double memoryRatio() {
        return Math.max(heapRatio(), residentRatio());
    }

    /** What the last collection of each part of the heap left, as a share of the heap's bound; 0 before the first. */
    double heapRatio() {
        long left = 0;
        for (MemoryPoolMXBean pool : heapPools) {
            MemoryUsage afterCollection = pool.getCollectionUsage();
            left += afterCollection == null ? 0 : afterCollection.getUsed();
        }
        return (double) left / Runtime.getRuntime().maxMemory();
    }

    /** What the process holds in memory, as a share of what the container or else the machine has. */
    double residentRatio() {
        Total known = total;
        if (ticker.nanos() - known.nanos() >= TOTAL_NANOS) {
            known = askTotal();
            total = known;
        }
        return known.bytes() > 0 ? (double) resident.bytes().orElse(0) / known.bytes() : 0;
    }

    private Total askTotal() {
        return new Total(
                ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                        ? Math.max(0, system.getTotalMemorySize())
                        : 0,
                ticker.nanos());
    }

    /** The busier of process and container or machine lately, as a share of the processors it may use. */
    public double cpuRatio() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(known(system.getCpuLoad()), known(system.getProcessCpuLoad()))
                : 0;
    }

    private static double known(double load) {
        return load >= 0 ? load : 0;
    }
}
