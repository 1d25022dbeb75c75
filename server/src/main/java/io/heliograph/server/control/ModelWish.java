package io.heliograph.server.control;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that somebody wants loaded; what is null was not said. Immutable.
 *
 * @param modelId the id that sessions are to ask for
 * @param profileId a load profile, which then says everything else
 * @param modelPath folder of the model
 * @param modelSize name of the model
 * @param backend engine
 * @param device device the model runs on
 * @param computeType number format of the weights
 * @param language language of the model
 */
public record ModelWish(
        String modelId,
        @Nullable String profileId,
        @Nullable String modelPath,
        @Nullable String modelSize,
        @Nullable String backend,
        @Nullable String device,
        @Nullable String computeType,
        @Nullable String language) {
    /** What may be repeated in an error (contract §10). */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** A model of a profile, or of the profile of those who name none. */
    public static ModelWish ofProfile(String modelId, String profileId) {
        return new ModelWish(modelId, profileId.isBlank() ? null : profileId, null, null, null, null, null, null);
    }

    /** Whether nothing is said of the model but its id. */
    public boolean isBare() {
        return modelPath == null
                && modelSize == null
                && backend == null
                && device == null
                && computeType == null
                && language == null;
    }

    /** Whether the text can be a model's id: 1 to 64 letters, digits, dots, underscores and hyphens. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
