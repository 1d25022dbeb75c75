package io.heliograph.server.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heliograph.server.time.Ticker;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineLoadTest {
    private static final int HELD_BYTES = 32 << 20;

    private final MachineLoad load = new MachineLoad(Ticker.system());

    @TempDir
    Path folder;

    private static MachineLoad loadOf(Path status) {
        return new MachineLoad(new ResidentMemory(status), Ticker.system());
    }

    @Test
    void whatTheLastCollectionLeftCounts() {
        byte[] held = new byte[HELD_BYTES];
        double ratio;
        try {
            System.gc();
            ratio = load.heapRatio();
        } finally {
            Reference.reachabilityFence(held);
        }
        double share = (double) HELD_BYTES
                / ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        assertTrue(ratio >= share && ratio <= 1, () -> ratio + " of the heap, of which " + share + " are held");
    }

    @Test
    void residentMemoryIsAShareOfTheMachinesOrContainers() throws Exception {
        Path status = folder.resolve("status");
        long totalKib = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getTotalMemorySize()
                / 1024;
        Files.writeString(status, "Name:\tjava\nVmHWM:\t 1 kB\nVmRSS:\t %d kB\nThreads:\t9\n".formatted(totalKib / 2));
        assertEquals(0.5, loadOf(status).residentRatio(), 0.001);
        assertTrue(loadOf(status).memoryRatio() >= 0.499);
    }

    @Test
    void whatCannotBeReadCountsAsNothing() throws Exception {
        assertEquals(0, loadOf(folder.resolve("none")).residentRatio());
        Path status = Files.writeString(folder.resolve("odd"), "VmRSS: many kB\n");
        assertEquals(0, loadOf(status).residentRatio());
        Files.writeString(status, "VmRSS: 12");
        assertEquals(0, loadOf(status).residentRatio());
        Files.writeString(status, "VmHWM: 12 kB\n");
        assertEquals(0, loadOf(status).residentRatio());
    }

    @Test
    void thisProcessHoldsSomethingAndNotEverything() {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux tells");
        double resident = load.residentRatio();
        assertTrue(resident > 0 && resident < 1, () -> "resident " + resident);
        double cpu = load.cpuRatio();
        assertTrue(cpu >= 0 && cpu <= 1, () -> "cpu " + cpu);
    }
}
