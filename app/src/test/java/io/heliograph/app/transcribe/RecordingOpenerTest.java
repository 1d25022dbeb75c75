package io.heliograph.app.transcribe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RecordingOpenerTest {
    @TempDir
    private Path folder;

    @Test
    void readsAWaveFileAtItsOwnRateAsMono() throws IOException {
        Path file = write("a.wav", Waves.silence(11_025, 2, 1000));

        try (Recording recording = open(file.toString(), "")) {
            assertEquals(11_025, recording.sampleRateHz());
            assertEquals(OptionalLong.of(1000), recording.totalSamples());
            assertEquals(1500, recording.read(new byte[1500]));
            assertEquals(500, recording.read(new byte[1500]));
            assertEquals(0, recording.read(new byte[1500]));
            assertEquals(Optional.empty(), recording.damage());
        }
    }

    @Test
    void moreThanTheEngineHearsIsNotSent() throws IOException {
        Path file = write("a.wav", Waves.silence(48_000, 2, 48_000, 96_000));

        try (Recording recording = open(file.toString(), "")) {
            assertEquals(16_000, recording.sampleRateHz());
            assertEquals(OptionalLong.of(32_000), recording.totalSamples());
            assertEquals(32_000, recording.read(new byte[64_000]));
            assertEquals(0, recording.read(new byte[100]));
            assertEquals(Optional.of(file + " ends after 1.0 s, its header announces 2.0 s"), recording.damage());
        }
    }

    @Test
    void readsTheStandardInput() throws IOException {
        InputStream in = new ByteArrayInputStream(Waves.silence(8000, 1, 10));

        try (Recording recording = opener("", in).recording("-").open()) {
            assertEquals(20, recording.read(new byte[100]));
        }
    }

    @Test
    void tellsThatAFileIsShorterThanItSays() throws IOException {
        Path file = write("cut.wav", Waves.silence(8000, 1, 4000, 16_000));

        try (Recording recording = open(file.toString(), "")) {
            assertEquals(8000, recording.read(new byte[20_000]));
            assertEquals(Optional.of(file + " ends after 0.5 s, its header announces 2.0 s"), recording.damage());
        }
    }

    @Test
    void aPipesPlaceholderIsNoLength() throws IOException {
        byte[] wave = Waves.silence(8000, 1, 10, 0x3FFF_F800);

        try (Recording recording =
                opener("", new ByteArrayInputStream(wave)).recording("-").open()) {
            assertEquals(OptionalLong.empty(), recording.totalSamples());
            assertEquals(20, recording.read(new byte[100]));
            assertEquals(Optional.empty(), recording.damage());
        }
    }

    @Test
    void otherFormatsNeedAnotherProgram() throws IOException {
        Path file = write("a.mp3", new byte[] {'I', 'D', '3', 4, 0, 0});
        assertEquals(
                file + " is no WAVE file (starts with 'ID3'); install ffmpeg to read other formats",
                failure(file.toString(), ""));

        Path webm = write("a.webm", new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, 1});
        assertEquals(
                webm + " is no WAVE file (starts with bytes 1A 45 DF A3); install ffmpeg to read other formats",
                failure(webm.toString(), ""));
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        assertEquals(
                folder.resolve("no.wav") + " does not exist",
                failure(folder.resolve("no.wav").toString(), ""));
        assertEquals(folder + " is a folder", failure(folder.toString(), ""));
        Path empty = write("empty.wav", new byte[0]);
        assertEquals(empty + " is empty", failure(empty.toString(), ""));
        Path broken = write("broken.wav", "RIFF....AVI LIST".getBytes(StandardCharsets.US_ASCII));
        assertTrue(failure(broken.toString(), "").startsWith(broken + ": "));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherProgramsOutputIsRead() throws IOException {
        Path wave = write("converted.wav", Waves.silence(16_000, 1, 800));
        program("ffmpeg", "cat '" + wave + "'");
        Path file = write("a.mp3", "ID3...".getBytes(StandardCharsets.US_ASCII));

        try (Recording recording = open(file.toString(), folder.toString())) {
            assertEquals(16_000, recording.sampleRateHz());
            assertEquals(1600, recording.read(new byte[4000]));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherProgramIsFedFromTheStandardInput() throws IOException {
        program("ffmpeg", "read -r line; cat");
        byte[] wave = Waves.silence(16_000, 1, 800);
        byte[] input = new byte[wave.length + 5];
        System.arraycopy("OggS\n".getBytes(StandardCharsets.US_ASCII), 0, input, 0, 5);
        System.arraycopy(wave, 0, input, 5, wave.length);

        try (Recording recording = opener(folder.toString(), new ByteArrayInputStream(input))
                .recording("-")
                .open()) {
            assertEquals(1600, recording.read(new byte[4000]));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherProgramsFailureIsTold() throws IOException {
        Path file = write("a.mp3", "ID3...".getBytes(StandardCharsets.US_ASCII));
        program("ffmpeg", "echo noise >&2; echo 'moov atom not found' >&2; exit 1");
        assertEquals(
                file + ": ffmpeg cannot read it: moov atom not found", failure(file.toString(), folder.toString()));

        Path wave = write("converted.wav", Waves.silence(16_000, 1, 800));
        program("ffmpeg", "cat '" + wave + "'; exit 3");
        try (Recording recording = open(file.toString(), folder.toString())) {
            IOException e = assertThrows(IOException.class, () -> recording.read(new byte[4000]));
            assertEquals(file + ": ffmpeg ended with status 3", e.getMessage());
        }
    }

    @Test
    void aFileNameIsNoOptionAndNoProtocol() {
        List<String> command = Ffmpeg.command(Path.of("ffmpeg"), Optional.of(Path.of("-i")));

        assertEquals(Path.of("-i").toAbsolutePath().toString(), command.get(command.indexOf("-i") + 1));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private void program(String name, String script) throws IOException {
        Path file = write(name, ("#!/bin/sh\n" + script + "\n").getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static RecordingOpener opener(String path, InputStream in) {
        return new RecordingOpener(Ffmpeg.find(path), in);
    }

    private static Recording open(String name, String path) throws IOException {
        return opener(path, InputStream.nullInputStream()).recording(name).open();
    }

    private static String failure(String name, String path) {
        return String.valueOf(
                assertThrows(IOException.class, () -> open(name, path)).getMessage());
    }
}
