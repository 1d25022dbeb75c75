package io.heliograph.server.model;

import static io.heliograph.server.model.ModelInstallerTest.TIMES;
import static io.heliograph.server.model.ModelInstallerTest.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing without pip and without network, from what somebody brought. */
final class LocalInstallationTest {
    @TempDir
    Path folder;

    private Path brought;
    private TestWheel wheel;
    private ModelStore store;

    @BeforeEach
    void writeWheel() throws IOException {
        brought = Files.createDirectories(folder.resolve("brought"));
        wheel = TestWheel.write(folder);
        store = new ModelStore(folder.resolve("models"), wheel.manifests());
    }

    @Test
    void takesModelsFromAWheel() {
        assertEquals(TestWheel.BOTH, install(wheel.path(), TestWheel.BOTH));
        assertEquals(List.of(), store.verify("ear"));
        assertEquals(List.of(), install(wheel.path(), TestWheel.BOTH));
    }

    @Test
    void takesModelsFromAFolderWithAWheel() throws IOException {
        Files.copy(wheel.path(), brought.resolve("renamed.whl"));

        assertEquals(TestWheel.BOTH, install(brought, TestWheel.BOTH));
        assertEquals(
                List.of(
                        ".lock",
                        "ear",
                        "ear/encoder.ort",
                        "ear/tokens.bin",
                        "mouth",
                        "mouth/extra.onnx",
                        "mouth/vad.onnx"),
                tree(store.folder()));
    }

    @Test
    void takesModelsFromReadyFiles() throws IOException {
        bring("encoder.ort", TestWheel.content("ear", "encoder.ort"));
        bring("tokens.bin", TestWheel.content("ear", "tokens.bin"));
        bring("mouth/vad.onnx", TestWheel.content("mouth", "vad.onnx"));
        bring("test_voice/mouth/extra.onnx", TestWheel.content("mouth", "extra.onnx"));

        assertEquals(TestWheel.BOTH, install(brought, TestWheel.BOTH));
        assertEquals(List.of(), store.verify("mouth"));
    }

    @Test
    void installsWhatIsThereAndNamesWhatIsNot() throws IOException {
        bring("mouth/vad.onnx", TestWheel.content("mouth", "vad.onnx"));
        bring("mouth/extra.onnx", TestWheel.content("mouth", "extra.onnx"));

        assertEquals(
                brought + " has neither wheel nor files of ear (package test-voice 1.2.3)",
                failure(brought, TestWheel.BOTH));
        assertEquals(List.of(), store.verify("mouth"));
    }

    @Test
    void refusesReadyFilesWithWrongBytes() throws IOException {
        bring("mouth/vad.onnx", "something else");
        bring("mouth/extra.onnx", "extra");

        assertEquals("vad.onnx is truncated: 14 of 4000 bytes", failure(brought, List.of("mouth")));
        assertEquals(List.of(".lock"), tree(store.folder()));
    }

    @Test
    void refusesATruncatedWheel() throws IOException {
        byte[] bytes = Files.readAllBytes(wheel.path());
        Path half = Files.write(brought.resolve("half.whl"), Arrays.copyOf(bytes, 100));

        String message = failure(brought, TestWheel.BOTH);

        assertTrue(message.startsWith("the wheel " + half + " cannot be read (100 bytes): "), message);
    }

    @Test
    void refusesAPlaceThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere");

        assertEquals("there is no wheel and no folder " + nowhere, failure(nowhere, TestWheel.BOTH));
    }

    private void bring(String name, String content) throws IOException {
        Path file = brought.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    private List<String> install(Path from, List<String> ids) {
        return new ModelInstaller(store, Map.of(), Ticker.system(), TIMES).installFrom(from, ids, PullProgress.NONE);
    }

    private String failure(Path from, List<String> ids) {
        return String.valueOf(
                assertThrows(ModelException.class, () -> install(from, ids)).getMessage());
    }
}
