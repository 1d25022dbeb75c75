/** What happened: server events, and the recorders that turn them into metrics and log lines. */
@NullMarked
package io.heliograph.server.telemetry;

import org.jspecify.annotations.NullMarked;
