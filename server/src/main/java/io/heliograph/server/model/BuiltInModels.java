package io.heliograph.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The models this server knows where to get and how to check; their manifests are resources beside this class. Thread-safe. */
public final class BuiltInModels {
    /** The default recogniser. */
    public static final String MOONSHINE_TINY_EN = "moonshine-tiny-en";
    /** The default detector. */
    public static final String SILERO_VAD = "silero-vad";
    /** Recordings of speech with their transcripts. */
    public static final String SAMPLES = "samples";

    private static final List<String> IDS = List.of(MOONSHINE_TINY_EN, SILERO_VAD, SAMPLES);

    private BuiltInModels() {}

    /** All ids: what a first start fetches. */
    public static List<String> ids() {
        return IDS;
    }

    /** All manifests, in the order of {@link #ids}. */
    public static List<ModelManifest> manifests() {
        return IDS.stream().map(BuiltInModels::manifest).toList();
    }

    /** The manifest as it is written into the model's folder. */
    static String text(String id) {
        String resource = id + ".json";
        try (InputStream in = BuiltInModels.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is not in the server's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelManifest manifest(String id) {
        return ManifestReader.read(text(id), id + ".json", id);
    }
}
