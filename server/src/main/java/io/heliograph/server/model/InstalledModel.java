package io.heliograph.server.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model's folder with the manifest that describes it. That it is found says nothing about its files: {@link #problem} does.
 * Immutable.
 *
 * @param folder where the files are
 * @param manifest which files there should be
 */
public record InstalledModel(Path folder, ModelManifest manifest) {

    public InstalledModel {
        requireNonNull(folder, "folder");
        requireNonNull(manifest, "manifest");
    }

    /**
     * The model in a folder of any name: with a manifest, or with the files of Moonshine and nothing said of them.
     *
     * @throws ModelException if the folder is none, or holds no model
     */
    public static InstalledModel at(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException("there is no folder " + folder);
        }
        return new InstalledModel(
                folder,
                ModelStore.manifestIn(folder, "model")
                        .or(() -> ModelManifest.ofBareFiles(folder))
                        .orElseThrow(
                                () -> new ModelException(folder + " holds no model: there is no manifest.json, and not "
                                        + String.join(", ", ModelManifest.MOONSHINE_FILES))));
    }

    /** Name of the model. */
    public String id() {
        return manifest.id();
    }

    /**
     * The path of a file.
     *
     * @throws ModelException if the manifest does not list it or it is not there
     */
    public Path file(String name) {
        if (manifest.find(name).isEmpty()) {
            throw new ModelException("model " + id() + " has no file " + Printable.of(name) + " (it lists "
                    + String.join(
                            ", ", manifest.files().stream().map(ModelFile::name).toList()) + ")");
        }
        Path path = folder.resolve(name);
        if (!Files.isRegularFile(path)) {
            throw new ModelException("model " + id() + ": " + new ModelProblem.Missing(name, folder).message());
        }
        return path;
    }

    /** Looks at presence and size only: quick, and blind to changed bytes. */
    public List<ModelProblem> glance() {
        return manifest.files().stream()
                .map(this::sizeProblem)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads every file and compares size and SHA-256. */
    public List<ModelProblem> verify() {
        return manifest.files().stream()
                .map(this::problem)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is wrong with one file, after reading it; empty if nothing is, or if the manifest does not say how it should be. */
    public Optional<ModelProblem> problem(ModelFile file) {
        Optional<ModelProblem> size = sizeProblem(file);
        if (size.isPresent() || file.sha256().isEmpty()) {
            return size;
        }
        try {
            return difference(file, Sha256.of(folder.resolve(file.name())));
        } catch (IOException e) {
            return Optional.of(new ModelProblem.Unreadable(file.name(), Reason.of(e)));
        }
    }

    /** How the bytes differ from those that the manifest promises. */
    static Optional<ModelProblem> difference(ModelFile file, Sha256 actual) {
        if (file.sizeBytes() != ModelFile.UNKNOWN_SIZE && file.sizeBytes() != actual.sizeBytes()) {
            return Optional.of(new ModelProblem.WrongSize(file.name(), actual.sizeBytes(), file.sizeBytes()));
        }
        if (!file.sha256().isEmpty() && !file.sha256().equals(actual.hex())) {
            return Optional.of(new ModelProblem.WrongHash(file.name(), actual.hex(), file.sha256()));
        }
        return Optional.empty();
    }

    private Optional<ModelProblem> sizeProblem(ModelFile file) {
        Path path = folder.resolve(file.name());
        if (!Files.isRegularFile(path)) {
            return Optional.of(new ModelProblem.Missing(file.name(), folder));
        }
        if (!Files.isReadable(path)) {
            return Optional.of(new ModelProblem.Unreadable(file.name(), "permission denied"));
        }
        try {
            long sizeBytes = Files.size(path);
            return file.sizeBytes() == ModelFile.UNKNOWN_SIZE || file.sizeBytes() == sizeBytes
                    ? Optional.empty()
                    : Optional.of(new ModelProblem.WrongSize(file.name(), sizeBytes, file.sizeBytes()));
        } catch (IOException e) {
            return Optional.of(new ModelProblem.Unreadable(file.name(), Reason.of(e)));
        }
    }
}
