package io.heliograph.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of another process's memory belongs to its Java machine: the heap, how much of it is alive, and what compiled code takes.
 * Thread-safe.
 *
 * <p>Compiled code grows as long as methods become warm. The code itself is bounded (240 MiB, {@code
 * -XX:ReservedCodeCacheSize}), and what belongs to it lies beside it on the C heap, where only the machine's own books tell it
 * from the rest.
 */
final class JavaMemory {
    /** As in {@code committed 65536K, used 36761K [0x00000000c0000000, 0x0000000100000000)}. */
    private static final Pattern HEAP_RANGE = Pattern.compile("\\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");

    /** As in {@code Code (reserved=251478KB, committed=29298KB)}. */
    private static final Pattern CODE = Pattern.compile("Code \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB");
    private static final long PATIENCE_SECONDS = 60;

    private final long pid;
    private final Path jcmd;
    private final List<Range> heap;

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

    private JavaMemory(long pid, Path jcmd, List<Range> heap) {
        this.pid = pid;
        this.jcmd = jcmd;
        this.heap = heap;
    }

    /**
     * The memory of a process.
     *
     * @throws IOException if its Java has no {@code jcmd}, or says nothing that is understood
     */
    static JavaMemory of(ProcessHandle process) throws IOException, InterruptedException {
        Path jcmd = jcmd(process);
        List<Range> heap = Range.all(HEAP_RANGE, ask(jcmd, process.pid(), "GC.heap_info"));
        if (heap.isEmpty()) {
            throw new IOException(jcmd + " names no range of the heap");
        }
        return new JavaMemory(process.pid(), jcmd, heap);
    }

    /** MiB of the heap that are resident. */
    double residentHeapMegabytes() throws IOException {
        long kilobytes = 0;
        long start = 0;
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                start = Long.parseUnsignedLong(mapping.group(1), 16);
                continue;
            }
            Matcher resident = RESIDENT.matcher(line);
            long address = start;
            if (resident.matches() && heap.stream().anyMatch(range -> range.contains(address))) {
                kilobytes += Long.parseLong(resident.group(1));
            }
        }
        return kilobytes / 1024.0;
    }

    /**
     * MiB that compiled code has taken, with what belongs to it.
     *
     * @throws IOException if the process keeps no such books ({@code -XX:NativeMemoryTracking=summary})
     */
    double codeMegabytes() throws IOException, InterruptedException {
        String answer = ask(jcmd, pid, "VM.native_memory", "summary", "scale=KB");
        Matcher code = CODE.matcher(answer);
        if (!code.find()) {
            throw new IOException("%s tells nothing of compiled code: %s"
                    .formatted(jcmd, answer.lines().skip(1).findFirst().orElse("")));
        }
        return Long.parseLong(code.group(1)) / 1024.0;
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
    static String ask(Path jcmd, long pid, String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jcmd.toString(), Long.toString(pid)));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
