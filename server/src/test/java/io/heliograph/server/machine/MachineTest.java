package io.heliograph.server.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** This machine and this process, as OSHI sees them. */
final class MachineTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Machine machine = new Machine(nanos::get);

    @Test
    void theMachineIsThisOne() {
        MachineReading reading = machine.read();
        assertTrue(reading.platform().startsWith(System.getProperty("os.name")), reading.platform());
        assertEquals(Runtime.getRuntime().availableProcessors(), reading.processors());
        assertEquals(3, reading.loadAverages().size());
        assertTrue(reading.memoryTotalBytes() > reading.memoryAvailableBytes());
        assertTrue(reading.memoryAvailableBytes() > 0);
        assertTrue(reading.memoryPercent() > 0 && reading.memoryPercent() < 100, "" + reading.memoryPercent());
        ProcessReading process = reading.process();
        assertEquals(ProcessHandle.current().pid(), process.pid());
        assertTrue(process.residentBytes() > 10_000_000, "" + process.residentBytes());
        assertTrue(process.virtualBytes() > process.residentBytes());
        assertTrue(process.threads() > 5, "" + process.threads());
    }

    @Test
    void processorTimeCountsFromReadingToReading() {
        assertTrue(machine.read().process().cpuPercent() > 0, "since the start of the process");
        nanos.set(Long.MAX_VALUE / 2);
        assertEquals(0, machine.read().process().cpuPercent(), 0.001, "hardly anything in centuries");
        assertEquals(0, machine.read().process().cpuPercent(), "no time has passed");
    }
}
