package io.heliograph.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManifestReaderTest {

    @Test
    void readsJson() {
        ModelManifest manifest = ManifestReader.read(BuiltInModels.text("moonshine-tiny-en"), "here", "folder");

        assertEquals("moonshine-tiny-en", manifest.id());
        assertEquals(ModelFamily.MOONSHINE, manifest.family());
        assertEquals(List.of("en"), manifest.languages());
        assertEquals("MIT", manifest.licence());
        assertEquals(16_000, manifest.sampleRateHz());
        assertEquals("moonshine-voice==0.0.73", manifest.source().orElseThrow().requirement());
        assertEquals(56_320_672, manifest.source().orElseThrow().wheelBytes());
        assertEquals(43_943_830, manifest.sizeBytes());
        assertEquals(
                13_281_600, manifest.find("encoder_model.ort").orElseThrow().sizeBytes());
    }

    @Test
    void readsYamlWrittenByHand() {
        ModelManifest manifest = ManifestReader.read("""
                family: moonshine
                languages: [de, en]
                sampleRateHz: 16000
                trained: 2026-11-01
                files:
                  - name: encoder_model.ort
                  - name: tokenizer.bin
                    bytes: 12
                """, "here", "my-own");

        assertEquals(
                new ModelManifest(
                        "my-own",
                        ModelFamily.MOONSHINE,
                        List.of("de", "en"),
                        "unknown",
                        16_000,
                        Optional.empty(),
                        List.of(
                                new ModelFile("encoder_model.ort", ModelFile.UNKNOWN_SIZE, "", "", ""),
                                new ModelFile("tokenizer.bin", 12, "", "", ""))),
                manifest);
    }

    @Test
    void readsJsonIndentedWithTabs() {
        assertEquals(
                8_000,
                ManifestReader.read(
                                "{\n\t\"family\": \"silero-vad\",\n\t\"sampleRateHz\": 8000,\n\t\"files\": [{\t\"name\": \"a\"}]\n}",
                                "here",
                                "x")
                        .sampleRateHz());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                                        | here: manifest is no object
                    {}                                                        | here: has no family
                    {family: whisper}                                         | here: family "whisper" is unknown here (known: moonshine, silero-vad, samples)
                    {family: [1]}                                             | here: family is no text
                    {family: moonshine, sampleRateHz: 1}                      | here: x: lists 0 files, not 1 to 100
                    {family: moonshine, files: {}}                            | here: files is no list
                    {family: moonshine, files: [a]}                           | here: files is no object
                    {family: moonshine, files: [{bytes: 1}]}                  | here: a file has no name
                    {family: moonshine, files: [{name: ../a}]}                | here: "../a" is no file name of a model (letters, digits, . _ -; at most 128 characters)
                    {family: moonshine, files: [{name: a, bytes: x}]}         | here: files.bytes is no whole number
                    {family: moonshine, files: [{name: a, bytes: -5}]}        | here: a: -5 is no size in bytes
                    {family: moonshine, files: [{name: a, sha256: ABC}]}      | here: a: sha256 is not 64 lower-case hex digits (3 characters)
                    {family: moonshine, files: [{name: a}]}                   | here: x: sampleRateHz is 0, not 1 to 192000
                    {family: samples, files: [{name: a}, {name: a}]}          | here: x: lists the file a twice
                    {family: samples, id: a/b, files: [{name: a}]}            | here: "a/b" is no model id (letters, digits, . _ -; at most 64 characters)
                    {family: samples, source: {package: -r}, files: [a]}      | here: files is no object
                    {family: samples, source: {}, files: [{name: a}]}         | here: source has no package
                    {family: samples, source: {package: --x, version: 1}, files: [{name: a}]} | here: "--x" is no package name
                    """)
    void saysWhatIsWrong(String text, String message) {
        assertEquals(
                message,
                assertThrows(ModelException.class, () -> ManifestReader.read(text, "here", "x"))
                        .getMessage());
    }

    @Test
    void refusesAPackageWithoutHashes() {
        String text = """
                {"family": "samples", "files": [{"name": "a"}], "source":
                  {"package": "p", "version": "1", "wheelBytes": 1, "wheelSha256": "%s"}}""".formatted("0".repeat(64));

        assertEquals(
                "here: x: names a package, but a has no bytes, sha256 or entry",
                assertThrows(ModelException.class, () -> ManifestReader.read(text, "here", "x"))
                        .getMessage());
    }

    @Property(tries = 200)
    void neverFailsOtherwiseThanWithAModelException(@ForAll String text) {
        try {
            ManifestReader.read(text, "here", "x");
        } catch (ModelException expected) {
            assertEquals("here: ", String.valueOf(expected.getMessage()).substring(0, 6));
        }
    }
}
