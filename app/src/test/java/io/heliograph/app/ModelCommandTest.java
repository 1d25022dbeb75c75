package io.heliograph.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ModelCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listShowsModelsThatAreNotThereYet() {
        assertEquals(0, run("list"));
        assertEquals(
                List.of(
                        "ID                 FAMILY      LANGUAGE  LICENCE  STATE",
                        "moonshine-tiny-en  moonshine   en        MIT      not installed",
                        "silero-vad         silero-vad  any       MIT      not installed",
                        "samples            samples     en        MIT      not installed"),
                out.toString().lines().toList());
    }

    @Test
    void listShowsDamageOwnModelsAndBrokenManifests() throws IOException {
        write("silero-vad/silero_vad_16k_sequence.onnx", "half");
        write("my-own/manifest.yaml", "family: moonshine\nsampleRateHz: 16000\nfiles: [{name: manifest.yaml}]\n");
        write("broken/manifest.json", "{");

        assertEquals(0, run("list"));
        assertTrue(
                out.toString().contains("damaged: silero_vad_16k_sequence.onnx is truncated: 4 of 1246165 bytes"),
                out.toString());
        assertTrue(
                out.toString().contains("my-own             moonshine   any       unknown  installed"), out.toString());
        assertTrue(err.toString().startsWith(folder.resolve("broken/manifest.json") + ": is neither"), err.toString());
    }

    @Test
    void verifyPrintsALineForEachFileAndFails() {
        assertEquals(1, run("verify", "silero-vad"));
        assertEquals(
                List.of(
                        "silero-vad: silero_vad_16k_sequence.onnx is missing in " + folder.resolve("silero-vad"),
                        "silero-vad: silero_vad_16k_op15.onnx is missing in " + folder.resolve("silero-vad")),
                out.toString().lines().toList());
    }

    @Test
    void verifySucceedsOnAWholeModel() throws IOException {
        write("my-own/manifest.json", "{\"family\": \"samples\", \"files\": [{\"name\": \"a.wav\", \"bytes\": 4}]}");
        write("my-own/a.wav", "RIFF");

        assertEquals(0, run("verify", "my-own"));
        assertEquals(
                "my-own: a.wav is there, and its manifest has no SHA-256",
                out.toString().strip());
    }

    @Test
    void pullFromAFolderWithoutModelsFailsWithOneLine() {
        assertEquals(1, run("pull", "--from", folder.toString(), "silero-vad"));
        assertEquals(
                "heliograph: " + folder + " has neither wheel nor files of silero-vad (package silero-vad 6.2.3)",
                err.toString().strip());
        assertEquals("", out.toString());
    }

    @Test
    void unknownModelsAreFailuresAndUnknownOptionsUsageErrors() {
        assertEquals(1, run("verify", "nose"));
        assertEquals(
                "heliograph: there is no model nose in " + folder,
                err.toString().strip());
        assertEquals(2, run("verify", "--nonsense"));
        assertEquals(2, run("nonsense"));
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new ModelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--models-dir=" + folder;
        return command.execute(all);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }
}
