package io.heliograph.server.decode;

import java.util.Map;

/**
 * What a session asks of the engine; an engine ignores what it cannot honour. Immutable.
 *
 * @param languageCode code of the language, empty for auto-detect
 * @param task {@code transcribe} or {@code translate}
 * @param profile the options of the decode profile by their names
 */
public record DecodeOptions(String languageCode, String task, Map<String, Object> profile) {

    public DecodeOptions {
        profile = Map.copyOf(profile);
    }

    /** A numeric option of the profile. */
    public double number(String name, double fallback) {
        return profile.get(name) instanceof Number number ? number.doubleValue() : fallback;
    }
}
