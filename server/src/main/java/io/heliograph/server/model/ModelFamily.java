package io.heliograph.server.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What kind of files a model folder holds, and so which code reads them. Immutable. */
public enum ModelFamily {
    /** Speech to text: encoder, merged decoder and tokenizer of Moonshine. */
    MOONSHINE("moonshine"),
    /** Voice activity detection by Silero. */
    SILERO_VAD("silero-vad"),
    /** No model but recordings of speech, to try the server with. */
    SAMPLES("samples");

    private final String label;

    ModelFamily(String label) {
        this.label = label;
    }

    /** The name used in manifests. */
    public String label() {
        return label;
    }

    /** The family of that name in a manifest; empty if no code here reads it. */
    public static Optional<ModelFamily> of(String label) {
        return Arrays.stream(values())
                .filter(family -> family.label.equals(label))
                .findFirst();
    }

    /** All names, for messages. */
    static String labels() {
        return Arrays.stream(values()).map(ModelFamily::label).collect(Collectors.joining(", "));
    }
}
