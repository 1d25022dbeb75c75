package io.heliograph.server.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How full the memory is and how busy the processors are, cheap enough to be asked some times a second. What the system does not
 * tell counts as nothing. Thread-safe.
 */
public final class MachineLoad {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long BYTES_PER_KIB = 1024;

    private final Path status;

    /** The load of this process and its machine. */
    public MachineLoad() {
        this(STATUS);
    }

    MachineLoad(Path status) {
        this.status = status;
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
        long most = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        long left = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage afterCollection = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            left += afterCollection == null ? 0 : afterCollection.getUsed();
        }
        return most <= 0 ? 0 : (double) left / most;
    }

    /** What the process holds in memory, as a share of what the container or else the machine has. */
    double residentRatio() {
        long resident = residentBytes().orElse(0);
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                        && system.getTotalMemorySize() > 0
                ? (double) resident / system.getTotalMemorySize()
                : 0;
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

    /** Read as in a line like {@code VmRSS: 123 kB}; empty where there is no such file. */
    private OptionalLong residentBytes() {
        try {
            List<String> lines = Files.readAllLines(status, ISO_8859_1);
            return lines.stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.substring(RESIDENT.length())
                                    .replace("kB", "")
                                    .strip())
                            * BYTES_PER_KIB)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
