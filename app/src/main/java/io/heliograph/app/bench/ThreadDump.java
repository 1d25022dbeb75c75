package io.heliograph.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The virtual threads of another Java process, which the kernel does not know. Pure. */
final class ThreadDump {
    /** As in {@code #31 "stream-a" virtual WAITING …}. */
    private static final Pattern VIRTUAL = Pattern.compile("#\\d+ \".*\" virtual.*");

    private ThreadDump() {}

    /**
     * How many there are.
     *
     * @param folder for the dump, which is deleted again
     */
    static long virtualThreads(ProcessHandle process, Path folder) throws IOException, InterruptedException {
        Path dump = folder.resolve("threads.txt");
        JavaMemory.ask(JavaMemory.jcmd(process), process.pid(), "Thread.dump_to_file -overwrite " + dump);
        try (Stream<String> lines = Files.lines(dump)) {
            return lines.filter(line -> VIRTUAL.matcher(line).matches()).count();
        } finally {
            Files.deleteIfExists(dump);
        }
    }
}
