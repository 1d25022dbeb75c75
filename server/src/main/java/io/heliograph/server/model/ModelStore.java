package io.heliograph.server.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder of models, one folder each. A folder named like a built-in model is that model, and the built-in manifest describes
 * it, whoever filled it; any other folder is a model if it has a {@code manifest.json} or {@code manifest.yaml} of a known
 * family. Reads the disk at every call, so that models put there later are seen. Thread-safe.
 */
public final class ModelStore {
    /** Written beside the files of an installed model. */
    static final String MANIFEST = "manifest.json";

    private static final List<String> MANIFESTS = List.of(MANIFEST, "manifest.yaml", "manifest.yml");

    private final Path folder;
    private final List<ModelManifest> builtIn;

    /** The folder need not exist. */
    public ModelStore(Path folder) {
        this(folder, BuiltInModels.manifests());
    }

    ModelStore(Path folder, List<ModelManifest> builtIn) {
        this.folder = requireNonNull(folder, "folder").toAbsolutePath().normalize();
        this.builtIn = List.copyOf(builtIn);
    }

    /** Where the models are, absolute. */
    public Path folder() {
        return folder;
    }

    /** The models that can be fetched. */
    public List<ModelManifest> builtIn() {
        return builtIn;
    }

    /** The built-in model of that name. */
    public Optional<ModelManifest> builtIn(String id) {
        return builtIn.stream().filter(manifest -> manifest.id().equals(id)).findFirst();
    }

    /**
     * The model of that name, whole or not; empty if it has no folder.
     *
     * @throws ModelException if the folder has a manifest that cannot be used
     */
    public Optional<InstalledModel> find(String id) {
        if (!ModelManifest.isId(id)) {
            return Optional.empty();
        }
        Path home = folder.resolve(id);
        if (!Files.isDirectory(home)) {
            return Optional.empty();
        }
        return builtIn(id).or(() -> ownManifest(home, id)).map(manifest -> new InstalledModel(home, manifest));
    }

    /**
     * Reads every file of the model.
     *
     * @return what is wrong; empty if the model is whole
     * @throws ModelException if there is no such model, or its manifest cannot be used
     */
    public List<ModelProblem> verify(String id) {
        return described(id).verify();
    }

    /**
     * The model of that name, or, if it is built in and not installed, as it would be installed.
     *
     * @throws ModelException if there is no such model, or its manifest cannot be used
     */
    public InstalledModel described(String id) {
        return find(id).or(() -> builtIn(id).map(manifest -> new InstalledModel(folder.resolve(id), manifest)))
                .orElseThrow(() -> new ModelException("there is no model " + Printable.of(id) + " in " + folder));
    }

    /** All models that have a folder, by id; folders with a manifest that cannot be used are left out. */
    public List<InstalledModel> installed() {
        List<InstalledModel> models = new ArrayList<>();
        scan(models::add, unusable -> {});
        return models;
    }

    /** One line for each folder whose manifest cannot be used. */
    public List<String> complaints() {
        List<String> lines = new ArrayList<>();
        scan(usable -> {}, unusable -> lines.add(String.valueOf(unusable.getMessage())));
        return lines;
    }

    private void scan(Consumer<InstalledModel> usable, Consumer<ModelException> unusable) {
        for (String id : folderNames()) {
            try {
                find(id).ifPresent(usable);
            } catch (ModelException e) {
                unusable.accept(e);
            }
        }
    }

    private List<String> folderNames() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(ModelManifest::isId)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new ModelException("the models folder " + folder + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static Optional<ModelManifest> ownManifest(Path home, String id) {
        return manifestFile(home).map(file -> {
            ModelManifest manifest = read(file, id);
            if (!manifest.id().equals(id)) {
                throw new ModelException(file + ": says id \"" + manifest.id() + "\" but its folder is named \"" + id
                        + "\": give both the same name");
            }
            return manifest;
        });
    }

    /** The manifest in a folder of any name, if there is one; its id is that, where it says none. */
    static Optional<ModelManifest> manifestIn(Path folder, String defaultId) {
        return manifestFile(folder).map(file -> read(file, defaultId));
    }

    private static Optional<Path> manifestFile(Path folder) {
        return MANIFESTS.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static ModelManifest read(Path file, String defaultId) {
        return ManifestReader.read(text(file), file.toString(), defaultId);
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(ManifestReader.MAX_CHARACTERS + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + Reason.of(e), e);
        }
    }
}
