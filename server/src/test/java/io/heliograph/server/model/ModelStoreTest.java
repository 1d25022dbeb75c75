package io.heliograph.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelStoreTest {
    private static final String OWN =
            "{\"family\": \"moonshine\", \"sampleRateHz\": 16000, \"files\": [{\"name\": \"a.ort\"}]}";

    @TempDir
    Path folder;

    private TestWheel wheel;
    private ModelStore store;

    @BeforeEach
    void writeWheel() throws IOException {
        wheel = TestWheel.write(folder);
        store = new ModelStore(folder.resolve("models"), wheel.manifests());
    }

    @Test
    void findsNothingInAFolderThatIsNotThere() {
        assertEquals(Optional.empty(), store.find("ear"));
        assertEquals(List.of(), store.installed());
        assertEquals(List.of(), store.complaints());
    }

    @Test
    void describesABuiltInModelThatSomebodyFilledByHand() throws IOException {
        write("ear", "encoder.ort", TestWheel.content("ear", "encoder.ort"));
        write("ear", "tokens.bin", TestWheel.content("ear", "tokens.bin"));

        InstalledModel model = store.find("ear").orElseThrow();

        assertEquals(List.of(), store.verify("ear"));
        assertEquals(List.of(), model.glance());
        assertEquals(store.folder().resolve("ear/tokens.bin"), model.file("tokens.bin"));
        assertEquals(List.of(model), store.installed());
    }

    @Test
    void findsOwnModelsByTheirManifest() throws IOException {
        write("own-json", "manifest.json", OWN);
        write("own-yaml", "manifest.yaml", "family: silero-vad\nsampleRateHz: 8000\nfiles: [{name: a.ort}]\n");
        write("no-model", "readme.txt", "nothing");
        write(".staging-1", "manifest.json", OWN);
        Files.writeString(store.folder().resolve("a-file"), "");

        assertEquals(
                List.of("own-json", "own-yaml"),
                store.installed().stream().map(InstalledModel::id).toList());
        assertEquals(
                ModelFamily.SILERO_VAD,
                store.find("own-yaml").orElseThrow().manifest().family());
        assertEquals(Optional.empty(), store.find("no-model"));
    }

    @Test
    void keepsItsManifestOfABuiltInModelWhateverLiesInTheFolder() throws IOException {
        write("ear", "manifest.json", OWN);

        assertEquals(
                wheel.manifests().getFirst(), store.find("ear").orElseThrow().manifest());
    }

    @Test
    void reportsAFolderWhoseManifestCannotBeUsedAndGoesOn() throws IOException {
        write("bad", "manifest.json", "{");
        write("good", "manifest.json", OWN);
        write("moved", "manifest.json", OWN.replace("{\"family", "{\"id\": \"original\", \"family"));

        assertEquals(
                List.of("good"),
                store.installed().stream().map(InstalledModel::id).toList());
        assertEquals(2, store.complaints().size());
        assertTrue(
                store.complaints().getFirst().startsWith(store.folder().resolve("bad/manifest.json") + ": is neither"));
        assertEquals(
                store.folder().resolve("moved/manifest.json")
                        + ": says id \"original\" but its folder is named \"moved\": give both the same name",
                store.complaints().getLast());
        assertThrows(ModelException.class, () -> store.find("bad"));
    }

    @Test
    void neverLeavesItsFolder() throws IOException {
        Files.createDirectories(store.folder());
        Files.writeString(folder.resolve("manifest.json"), OWN);

        assertEquals(Optional.empty(), store.find(".."));
        assertEquals(Optional.empty(), store.find(""));
        assertEquals(Optional.empty(), store.find("../models"));
    }

    @Test
    void verifyTellsMissingTruncatedAndChangedFilesWithNumbers() throws IOException {
        String content = TestWheel.content("ear", "encoder.ort");
        write("ear", "encoder.ort", content.substring(0, 100));
        ModelFile encoder = wheel.file("encoder.ort");
        ModelFile tokens = wheel.file("tokens.bin");

        assertEquals(
                List.of(
                        new ModelProblem.WrongSize("encoder.ort", 100, encoder.sizeBytes()),
                        new ModelProblem.Missing("tokens.bin", store.folder().resolve("ear"))),
                store.verify("ear"));

        write("ear", "encoder.ort", content);
        write("ear", "tokens.bin", "snekot");

        List<ModelProblem> problems = store.verify("ear");
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().message().endsWith(", expected " + tokens.sha256()));
        assertEquals(List.of(), store.find("ear").orElseThrow().glance());
    }

    @Test
    void verifyTreatsABuiltInModelThatIsNotInstalledAsMissing() {
        assertEquals(2, store.verify("mouth").size());
        assertEquals(
                "there is no model nose in " + store.folder(),
                assertThrows(ModelException.class, () -> store.verify("nose")).getMessage());
    }

    @Test
    void fileRefusesWhatIsNotListedOrNotThere() throws IOException {
        write("ear", "tokens.bin", "tokens");
        InstalledModel model = store.find("ear").orElseThrow();

        assertEquals(
                "model ear has no file ../secret (it lists encoder.ort, tokens.bin)",
                assertThrows(ModelException.class, () -> model.file("../secret"))
                        .getMessage());
        assertEquals(
                "model ear: encoder.ort is missing in " + store.folder().resolve("ear"),
                assertThrows(ModelException.class, () -> model.file("encoder.ort"))
                        .getMessage());
    }

    @Test
    void builtInManifestsNameTheirPackagesAndFiles() {
        ModelStore real = new ModelStore(folder);

        assertEquals(
                BuiltInModels.ids(),
                real.builtIn().stream().map(ModelManifest::id).toList());
        assertEquals(
                "Ever tried, ever failed, no matter, try again, fail again, fail better.",
                real.builtIn("samples")
                        .orElseThrow()
                        .find("beckett.wav")
                        .orElseThrow()
                        .transcript());
        assertEquals(
                real.builtIn("samples").orElseThrow().source(),
                real.builtIn("moonshine-tiny-en").orElseThrow().source());
    }

    private void write(String id, String name, String content) throws IOException {
        Path file = store.folder().resolve(id).resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }
}
