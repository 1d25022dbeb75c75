package io.heliograph.server.model;

import static io.heliograph.server.model.ModelInstallerTest.TIMES;
import static io.heliograph.server.model.ModelInstallerTest.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several installers at once, and installers that are stopped in the middle. */
final class InterruptedInstallationTest {
    private static final long WAIT_SECONDS = 20;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Path models;
    private Path gate;
    private TestWheel wheel;
    private FakePython python;

    /** A pip that brings some bytes and then waits until the test writes into the gate. */
    @BeforeEach
    void makePipWithAGate() throws IOException, InterruptedException {
        models = folder.resolve("models");
        wheel = TestWheel.write(folder);
        gate = folder.resolve("gate");
        assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
        python = FakePython.withPip(folder, """
                echo $$ > '%2$s/pid'
                head -c 100 '%1$s' > "$TMPDIR/part"
                read -r word < '%2$s/gate'
                cp '%1$s' "$dest"
                """.formatted(wheel.path(), folder));
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void leavesNothingWhenPipIsKilled() throws Exception {
        RecordingProgress progress = new RecordingProgress();
        Future<List<String>> installation = threads.submit(() -> install(progress));
        progress.awaitBytes();

        pip().destroyForcibly();

        assertEquals("test-voice 1.2.3 cannot be fetched: pip said nothing (exit status 137)", failure(installation));
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void endsPipAndLeavesNothingWhenInterrupted() throws Exception {
        RecordingProgress progress = new RecordingProgress();
        Future<List<String>> installation = threads.submit(() -> install(progress));
        progress.awaitBytes();
        ProcessHandle pip = pip();

        threads.shutdownNow();

        assertEquals("filling the models folder " + models + " was interrupted", failure(installation));
        assertFalse(pip.isAlive());
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void secondThreadWaitsAndFindsTheModelsInstalled() throws Exception {
        RecordingProgress first = new RecordingProgress();
        RecordingProgress second = new RecordingProgress();
        Future<List<String>> one = threads.submit(() -> install(first));
        first.awaitBytes();
        Future<List<String>> two = threads.submit(() -> install(second));
        second.awaitWaiting();

        openGate();

        assertEquals(TestWheel.BOTH, one.get(WAIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(List.of(), two.get(WAIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(1, python.downloads().size());
        assertEquals(List.of(), store().verify("ear"));
    }

    @Test
    void secondProcessWaitsAndFindsTheModelsInstalled() throws Exception {
        RecordingProgress first = new RecordingProgress();
        Future<List<String>> one = threads.submit(() -> install(first));
        first.awaitBytes();
        Process other = otherProcess();
        try (BufferedReader said = other.inputReader()) {
            assertEquals(
                    "process " + ProcessHandle.current().pid() + " is filling " + models + ": waiting up to 30 s",
                    said.readLine());

            openGate();

            assertEquals(TestWheel.BOTH, one.get(WAIT_SECONDS, TimeUnit.SECONDS));
            assertEquals("installed=[]", said.readLine());
        } finally {
            other.destroyForcibly();
        }
        assertEquals(1, python.downloads().size());
    }

    @Test
    void takesOverFromAProcessThatWasKilled() throws Exception {
        Process other = otherProcess();
        RecordingProgress progress = new RecordingProgress();
        try (BufferedReader said = other.inputReader()) {
            assertTrue(String.valueOf(said.readLine()).startsWith("fetching "));
            assertEquals("bytes", said.readLine());
            ProcessHandle orphan = pip();
            Future<List<String>> installation = threads.submit(() -> install(progress));
            progress.awaitWaiting();

            other.destroyForcibly();
            /* Its pip lives on and would take the word at the gate. */
            orphan.destroyForcibly();
            orphan.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
            openGate();

            assertEquals(TestWheel.BOTH, installation.get(WAIT_SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), store().verify("mouth"));
    }

    @Test
    void saysWhoHoldsTheFolderWhenTheWaitIsOver() throws Exception {
        InstallTimes impatient =
                new InstallTimes(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(10));
        RecordingProgress first = new RecordingProgress();
        Future<List<String>> one = threads.submit(() -> install(first));
        first.awaitBytes();

        ModelException e = assertThrows(
                ModelException.class,
                () -> new ModelInstaller(store(), python.environment(), Ticker.system(), impatient)
                        .install(TestWheel.BOTH, PullProgress.NONE));

        assertEquals(
                "this process has been filling " + models + " for 0 s: try again when it has ended", e.getMessage());
        openGate();
        assertEquals(TestWheel.BOTH, one.get(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    private static String failure(Future<List<String>> installation) {
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> installation.get(WAIT_SECONDS, TimeUnit.SECONDS));
        return String.valueOf(
                assertInstanceOf(ModelException.class, e.getCause()).getMessage());
    }

    private List<String> install(PullProgress progress) {
        return new ModelInstaller(store(), python.environment(), Ticker.system(), TIMES)
                .install(TestWheel.BOTH, progress);
    }

    private ModelStore store() {
        return new ModelStore(models, wheel.manifests());
    }

    private Process otherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondInstaller.class.getName(),
                        models.toString(),
                        Files.createDirectories(folder.resolve("other")).toString(),
                        Map.copyOf(python.environment()).get("PATH"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private ProcessHandle pip() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Lets one waiting pip go on; opening the pipe waits for its reader, so this is done aside. */
    private void openGate() {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> {
                    try {
                        Files.writeString(gate, "go\n");
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }
}
