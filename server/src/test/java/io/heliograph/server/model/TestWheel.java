package io.heliograph.server.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small wheel with two models of two files, and the manifests that describe it. Immutable. */
record TestWheel(Path path, ModelSource source, List<ModelManifest> manifests) {
    static final String PACKAGE = "test-voice";
    static final String EAR = "ear";
    static final String MOUTH = "mouth";
    static final List<String> BOTH = List.of(EAR, MOUTH);

    private static final Map<String, String> ENTRIES = Map.of(
            "test_voice/ear/encoder.ort", "encoder ".repeat(5_000),
            "test_voice/ear/tokens.bin", "tokens",
            "test_voice/mouth/vad.onnx", "vad ".repeat(1_000),
            "test_voice/mouth/extra.onnx", "extra",
            "test_voice/../../outside.txt", "must never be unpacked",
            "test_voice/unwanted.txt", "not named by any manifest");

    /** Writes the wheel into the folder. */
    static TestWheel write(Path folder) throws IOException {
        Path path = folder.resolve("test_voice-1.2.3-py3-none-any.whl");
        try (OutputStream file = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> entry : new TreeMap<>(ENTRIES).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        Sha256 sum = Sha256.of(path);
        ModelSource source = new ModelSource(PACKAGE, "1.2.3", sum.sizeBytes(), sum.hex());
        return new TestWheel(
                path,
                source,
                List.of(
                        manifest(EAR, ModelFamily.MOONSHINE, source, "encoder.ort", "tokens.bin"),
                        manifest(MOUTH, ModelFamily.SILERO_VAD, source, "vad.onnx", "extra.onnx")));
    }

    /** The content of a file of a model. */
    static String content(String id, String name) {
        return ENTRIES.getOrDefault("test_voice/" + id + "/" + name, "");
    }

    /** The same manifests with one file described differently. */
    List<ModelManifest> with(ModelFile changed) {
        List<ModelManifest> others = new ArrayList<>();
        for (ModelManifest manifest : manifests) {
            others.add(new ModelManifest(
                    manifest.id(),
                    manifest.family(),
                    manifest.languages(),
                    manifest.licence(),
                    manifest.sampleRateHz(),
                    manifest.source(),
                    manifest.files().stream()
                            .map(file -> file.name().equals(changed.name()) ? changed : file)
                            .toList()));
        }
        return others;
    }

    /** The description of a file. */
    ModelFile file(String name) {
        return manifests.stream()
                .flatMap(manifest -> manifest.find(name).stream())
                .findFirst()
                .orElseThrow();
    }

    private static ModelManifest manifest(String id, ModelFamily family, ModelSource source, String... names)
            throws IOException {
        List<ModelFile> files = new ArrayList<>();
        for (String name : names) {
            byte[] bytes = content(id, name).getBytes(StandardCharsets.UTF_8);
            Sha256 sum = Sha256.copy(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), Long.MAX_VALUE);
            files.add(new ModelFile(name, sum.sizeBytes(), sum.hex(), "test_voice/" + id + "/" + name, ""));
        }
        return new ModelManifest(id, family, List.of("en"), "MIT", 16_000, Optional.of(source), files);
    }
}
