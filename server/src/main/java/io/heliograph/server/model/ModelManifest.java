package io.heliograph.server.model;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a model is and which files it has. Immutable.
 *
 * @param id name of the model and of its folder
 * @param family which code reads the files
 * @param languages ISO 639-1 codes the model understands; empty if language does not matter
 * @param licence SPDX id or name
 * @param sampleRateHz rate of the audio the model wants; 0 for recordings, which say it themselves
 * @param source the package that carries the files; empty for a model filled by hand
 * @param files at least one
 */
public record ModelManifest(
        String id,
        ModelFamily family,
        List<String> languages,
        String licence,
        int sampleRateHz,
        Optional<ModelSource> source,
        List<ModelFile> files) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MAX_FILES = 100;

    /** What a folder without a manifest must have. */
    static final List<String> MOONSHINE_FILES =
            List.of("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin");

    private static final int MOONSHINE_RATE_HZ = 16_000;
    private static final int MAX_SAMPLE_RATE_HZ = 192_000;

    public ModelManifest {
        if (!isId(requireNonNull(id, "id"))) {
            throw new ModelException(
                    "\"" + Printable.of(id) + "\" is no model id (letters, digits, . _ -; at most 64 characters)");
        }
        requireNonNull(family, "family");
        languages = List.copyOf(languages);
        requireNonNull(licence, "licence");
        if (sampleRateHz < 0
                || sampleRateHz > MAX_SAMPLE_RATE_HZ
                || (sampleRateHz == 0 && family != ModelFamily.SAMPLES)) {
            throw new ModelException(id + ": sampleRateHz is " + sampleRateHz + ", not 1 to " + MAX_SAMPLE_RATE_HZ);
        }
        requireNonNull(source, "source");
        files = List.copyOf(files);
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new ModelException(id + ": lists " + files.size() + " files, not 1 to " + MAX_FILES);
        }
        Set<String> names = new HashSet<>();
        for (ModelFile file : files) {
            if (!names.add(file.name())) {
                throw new ModelException(id + ": lists the file " + file.name() + " twice");
            }
            if (source.isPresent() && !file.isFetchable()) {
                throw new ModelException(
                        id + ": names a package, but " + file.name() + " has no bytes, sha256 or entry");
            }
        }
    }

    /** Whether the text can name a model, and so a folder of the store. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The manifest of a folder that has the files of Moonshine and no manifest; empty if it has not all of them. */
    static Optional<ModelManifest> ofBareFiles(Path folder) {
        if (!MOONSHINE_FILES.stream().map(folder::resolve).allMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        return Optional.of(new ModelManifest(
                "model",
                ModelFamily.MOONSHINE,
                List.of(),
                "",
                MOONSHINE_RATE_HZ,
                Optional.empty(),
                MOONSHINE_FILES.stream()
                        .map(name -> new ModelFile(name, ModelFile.UNKNOWN_SIZE, "", "", ""))
                        .toList()));
    }

    /** The file of that name. */
    public Optional<ModelFile> find(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }

    /** Size of all files whose size is known. */
    public long sizeBytes() {
        return files.stream().mapToLong(file -> Math.max(0, file.sizeBytes())).sum();
    }
}
