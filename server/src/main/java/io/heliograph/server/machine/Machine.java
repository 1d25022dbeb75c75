package io.heliograph.server.machine;

import io.heliograph.server.time.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;

/**
 * Reads the machine through OSHI, which is first touched by the first reading: it costs some hundred milliseconds then, and
 * nothing where nobody asks. Thread-safe; readings wait for each other.
 */
public final class Machine {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int LOAD_AVERAGES = 3;

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SystemInfo system;
    private @Nullable Cpu lastCpu;

    public Machine(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The machine now. */
    public MachineReading read() {
        lock.lock();
        try {
            return read(opened());
        } finally {
            lock.unlock();
        }
    }

    private MachineReading read(SystemInfo system) {
        GlobalMemory memory = system.getHardware().getMemory();
        return new MachineReading(
                "%s-%s-%s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                loadAverages(system),
                memory.getTotal(),
                memory.getAvailable(),
                process(system));
    }

    private ProcessReading process(SystemInfo system) {
        OSProcess process = system.getOperatingSystem().getCurrentProcess();
        long cpuMillis = process.getKernelTime() + process.getUserTime();
        long nowNanos = ticker.nanos();
        Cpu before = lastCpu;
        double wallMillis = before == null ? process.getUpTime() : (nowNanos - before.nanos()) / NANOS_PER_MILLI;
        double usedMillis = before == null ? cpuMillis : (double) (cpuMillis - before.cpuMillis());
        lastCpu = new Cpu(cpuMillis, nowNanos);
        return new ProcessReading(
                process.getProcessID(),
                wallMillis <= 0 ? 0 : 100.0 * usedMillis / wallMillis,
                process.getResidentSetSize(),
                process.getVirtualSize(),
                process.getThreadCount());
    }

    private static List<Double> loadAverages(SystemInfo system) {
        double[] averages = system.getHardware().getProcessor().getSystemLoadAverage(LOAD_AVERAGES);
        boolean areKnown = Arrays.stream(averages).allMatch(average -> average >= 0);
        return areKnown ? Arrays.stream(averages).boxed().toList() : List.of();
    }

    private SystemInfo opened() {
        SystemInfo known = system;
        if (known == null) {
            known = new SystemInfo();
            system = known;
        }
        return known;
    }

    /** What the process had used at a moment. */
    private record Cpu(long cpuMillis, long nanos) {}
}
