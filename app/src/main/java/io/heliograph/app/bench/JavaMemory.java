package io.heliograph.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of another process's memory belongs to its Java machine: the heap, how much of it is alive, and the code that it compiled.
 * What is resident beyond both is the native side, which nobody gives back. Thread-safe.
 *
 * <p>Compiled code grows as long as methods become warm, up to a bound that the machine has from its start (240 MiB, {@code
 * -XX:ReservedCodeCacheSize}), so it is counted apart.
 */
final class JavaMemory {
    /** As in {@code committed 65536K, used 36761K [0x00000000c0000000, 0x0000000100000000)}. */
    private static final Pattern HEAP_RANGE = Pattern.compile("\\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");

    /** As in {@code bounds [0x00007fb8ffec7000, 0x00007fb9003d7000, 0x00007fb907400000]}: from, committed to, reserved to. */
    private static final Pattern CODE_RANGE = Pattern.compile("bounds \\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\\]");

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB");
    private static final long PATIENCE_SECONDS = 60;

    private final long pid;
    private final Path jcmd;
    private final List<Range> heap;
    private final List<Range> code;

    /** Addresses, unsigned: from this one to before that one. */
    private record Range(long from, long to) {
        static List<Range> all(Pattern pattern, String text) {
            return pattern.matcher(text)
                    .results()
                    .map(found -> new Range(
                            Long.parseUnsignedLong(found.group(1), 16), Long.parseUnsignedLong(found.group(2), 16)))
                    .toList();
        }

        boolean contains(long address) {
            return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) < 0;
        }
    }

    /**
     * MiB that are resident at one moment.
     *
     * @param heap in the heap
     * @param code in the code cache
     */
    record Resident(double heap, double code) {}

    private JavaMemory(long pid, Path jcmd, List<Range> heap, List<Range> code) {
        this.pid = pid;
        this.jcmd = jcmd;
        this.heap = heap;
        this.code = code;
    }

    /**
     * The memory of a process.
     *
     * @throws IOException if its Java has no {@code jcmd}, or says nothing that is understood
     */
    static JavaMemory of(ProcessHandle process) throws IOException, InterruptedException {
        Path jcmd = jcmd(process);
        List<Range> heap = Range.all(HEAP_RANGE, ask(jcmd, process.pid(), "GC.heap_info"));
        List<Range> code = Range.all(CODE_RANGE, ask(jcmd, process.pid(), "Compiler.codecache"));
        if (heap.isEmpty() || code.isEmpty()) {
            throw new IOException(
                    "%s names %d ranges of the heap and %d of compiled code".formatted(jcmd, heap.size(), code.size()));
        }
        return new JavaMemory(process.pid(), jcmd, heap, code);
    }

    /** What of it is resident now. */
    Resident resident() throws IOException {
        long heapKilobytes = 0;
        long codeKilobytes = 0;
        long start = 0;
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                start = Long.parseUnsignedLong(mapping.group(1), 16);
                continue;
            }
            Matcher resident = RESIDENT.matcher(line);
            if (resident.matches()) {
                long address = start;
                long kilobytes = Long.parseLong(resident.group(1));
                heapKilobytes += heap.stream().anyMatch(range -> range.contains(address)) ? kilobytes : 0;
                codeKilobytes += code.stream().anyMatch(range -> range.contains(address)) ? kilobytes : 0;
            }
        }
        return new Resident(heapKilobytes / 1024.0, codeKilobytes / 1024.0);
    }

    /** MiB that are alive: makes the process collect everything, and asks what is left. */
    double aliveMegabytes() throws IOException, InterruptedException {
        ask(jcmd, pid, "GC.run");
        Matcher used = USED.matcher(ask(jcmd, pid, "GC.heap_info"));
        if (!used.find()) {
            throw new IOException(jcmd + " does not say how much of the heap is used");
        }
        return Long.parseLong(used.group(1)) / 1024.0;
    }

    /** The tool of its Java that asks a process. */
    static Path jcmd(ProcessHandle process) throws IOException {
        return Path.of(process.info().command().orElseThrow(() -> new IOException("the process names no command")))
                .resolveSibling("jcmd");
    }

    /** What the process answers. */
    static String ask(Path jcmd, long pid, String what) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), what)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(jcmd + " does not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(jcmd + ": " + answer.strip());
        }
        return answer;
    }
}
