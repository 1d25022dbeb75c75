package io.heliograph.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The processor time of another process's threads at one moment, as the kernel counts it. Native code counts as its thread's.
 * Immutable.
 */
final class ThreadTimes {
    private final Map<Long, OneThread> threads;

    /**
     * One thread of the process.
     *
     * @param name at most 15 characters, as the kernel keeps it
     * @param nanos processor time since its start
     */
    private record OneThread(String name, long nanos) {

        /** The name without what numbers its kind: {@code decode-1} and {@code C2 CompilerThre}, but {@code GC Thread}. */
        String kind() {
            return name.replaceAll("[#\\-\\d]+$", "").strip();
        }
    }

    private ThreadTimes(Map<Long, OneThread> threads) {
        this.threads = threads;
    }

    /** Reads the threads that a process has now. */
    static ThreadTimes of(long pid) throws IOException {
        Map<Long, OneThread> threads = new HashMap<>();
        List<Path> tasks;
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            tasks = all.toList();
        }
        for (Path task : tasks) {
            try {
                String name = Files.readString(task.resolve("comm")).strip();
                String spent = Files.readString(task.resolve("schedstat"));
                threads.put(
                        Long.valueOf(task.getFileName().toString()),
                        new OneThread(name, Long.parseLong(spent.substring(0, spent.indexOf(' ')))));
            } catch (NoSuchFileException e) {
                // The thread has ended in between.
            }
        }
        return new ThreadTimes(threads);
    }

    /** Seconds spent since an earlier moment, by kind of thread; threads that have ended in between are not in it. */
    Map<String, Double> since(ThreadTimes earlier) {
        Map<String, Double> seconds = new TreeMap<>();
        threads.forEach((id, now) -> {
            OneThread before = earlier.threads.get(id);
            long spent = now.nanos() - (before == null ? 0 : before.nanos());
            seconds.merge(now.kind(), spent / 1e9, Double::sum);
        });
        return seconds;
    }
}
