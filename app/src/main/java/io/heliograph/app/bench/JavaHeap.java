package io.heliograph.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heap of another Java process, seen from outside: how much of it is resident, and how much of it is alive. What is resident
 * beyond the heap is the native side, which no collector gives back. Thread-safe.
 */
final class JavaHeap {
    /** As in {@code committed 65536K, used 36761K [0x00000000c0000000, 0x0000000100000000)}. */
    private static final Pattern RANGE = Pattern.compile("\\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB");
    private static final long PATIENCE_SECONDS = 60;

    private final long pid;
    private final Path jcmd;
    private final long from;
    private final long to;

    private JavaHeap(long pid, Path jcmd, long from, long to) {
        this.pid = pid;
        this.jcmd = jcmd;
        this.from = from;
        this.to = to;
    }

    /**
     * The heap of a process.
     *
     * @throws IOException if its Java has no {@code jcmd}, or says nothing that is understood
     */
    static JavaHeap of(ProcessHandle process) throws IOException, InterruptedException {
        Path java =
                Path.of(process.info().command().orElseThrow(() -> new IOException("the process names no command")));
        Path jcmd = java.resolveSibling("jcmd");
        Matcher range = RANGE.matcher(ask(jcmd, process.pid(), "GC.heap_info"));
        if (!range.find()) {
            throw new IOException(jcmd + " names no range of the heap");
        }
        return new JavaHeap(
                process.pid(),
                jcmd,
                Long.parseUnsignedLong(range.group(1), 16),
                Long.parseUnsignedLong(range.group(2), 16));
    }

    /** MiB of the heap that are resident. */
    double residentMegabytes() throws IOException {
        long kilobytes = 0;
        boolean isHeap = false;
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                isHeap = Long.compareUnsigned(start, from) >= 0 && Long.compareUnsigned(start, to) < 0;
                continue;
            }
            Matcher resident = RESIDENT.matcher(line);
            if (isHeap && resident.matches()) {
                kilobytes += Long.parseLong(resident.group(1));
            }
        }
        return kilobytes / 1024.0;
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

    private static String ask(Path jcmd, long pid, String what) throws IOException, InterruptedException {
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
