package io.heliograph.server;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** As the jar's manifest says; {@code dev} outside a jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
