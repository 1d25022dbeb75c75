package io.heliograph.server.telemetry;

/**
 * What runs. Immutable.
 *
 * @param version version of the server
 * @param runtime version of the Java runtime
 */
public record BuildFacts(String version, String runtime) {}
