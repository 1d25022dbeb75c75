package io.heliograph.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where another Java process spends its time: samples of its stacks, counted by package of the running method and by the nearest
 * method of our own. Confined to one thread.
 */
final class FlightRecording {
    private static final String NAME = "heliograph-bench";
    private static final List<String> EVENTS = List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final String OWN = "io.heliograph.";
    private static final int MOST_ROWS = 14;
    private static final long PATIENCE_SECONDS = 60;

    private final long pid;
    private final Path file;

    private FlightRecording(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    /** Begins. */
    static FlightRecording start(long pid) throws IOException, InterruptedException {
        Path file = Files.createTempFile("heliograph-bench", ".jfr");
        // Little is running outside the models: without a shorter period there would be a few dozen samples.
        jcmd(pid, "JFR.start", "name=" + NAME, "settings=profile", "jdk.ExecutionSample#period=2ms");
        return new FlightRecording(pid, file);
    }

    /** Ends, and tells what was seen on all threads but those whose names begin so. */
    List<String> stop(List<String> leftOut) throws IOException, InterruptedException {
        try {
            jcmd(pid, "JFR.stop", "name=" + NAME, "filename=" + file);
            Map<String, Integer> byPackage = new HashMap<>();
            Map<String, Integer> byOwn = new HashMap<>();
            int count = 0;
            try (RecordingFile recording = new RecordingFile(file)) {
                while (recording.hasMoreEvents()) {
                    RecordedEvent event = recording.readEvent();
                    RecordedStackTrace stack = event.getStackTrace();
                    if (!EVENTS.contains(event.getEventType().getName())
                            || stack == null
                            || isLeftOut(event, leftOut)) {
                        continue;
                    }
                    List<RecordedFrame> frames = stack.getFrames();
                    if (isWaiting(frames.get(0))) {
                        continue;
                    }
                    count++;
                    byPackage.merge(packageOf(frames.get(0)), 1, Integer::sum);
                    byOwn.merge(ownMethod(frames), 1, Integer::sum);
                }
            }
            List<String> lines = new ArrayList<>();
            lines.add(count + " samples outside the models, by package of the running method");
            lines.addAll(rows(byPackage, count));
            lines.add("the same by the nearest method of our own");
            lines.addAll(rows(byOwn, count));
            return lines;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static boolean isLeftOut(RecordedEvent event, List<String> leftOut) {
        RecordedThread thread = event.getValue("sampledThread");
        String name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
        return leftOut.stream().anyMatch(name::startsWith);
    }

    /** Native methods in which a thread waits for the network count as running in a sample. */
    private static boolean isWaiting(RecordedFrame frame) {
        String method = frame.getMethod().getName();
        return List.of("wait", "accept", "poll", "epollWait", "wait0", "park", "read0", "waitForProcessExit0")
                        .contains(method)
                && !frame.getMethod().getType().getName().startsWith(OWN);
    }

    private static String packageOf(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }

    private static String ownMethod(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(OWN)) {
                return type.substring(OWN.length()) + "." + frame.getMethod().getName();
            }
        }
        return "none (" + packageOf(frames.get(frames.size() - 1)) + ")";
    }

    private static List<String> rows(Map<String, Integer> counts, int all) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_ROWS)
                .map(each -> String.format(Locale.ROOT, "  %5.1f %%  %s", 100.0 * each.getValue() / all, each.getKey()))
                .toList();
    }

    private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jcmdOf(pid).toString(), Long.toString(pid)));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + said.strip());
        }
    }

    private static Path jcmdOf(long pid) throws IOException {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(java -> Path.of(java).resolveSibling("jcmd"))
                .orElseThrow(() -> new IOException("process %d names no command".formatted(pid)));
    }
}
