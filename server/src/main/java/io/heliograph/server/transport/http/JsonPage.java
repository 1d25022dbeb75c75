package io.heliograph.server.transport.http;

import java.util.function.Supplier;

/**
 * One page of JSON, told to holders of the observability token. Immutable.
 *
 * @param path the whole path
 * @param content makes the page at each request; thread-safe, and never waits
 */
public record JsonPage(String path, Supplier<String> content) {}
