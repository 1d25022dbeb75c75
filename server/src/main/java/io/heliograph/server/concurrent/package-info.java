/** Permits that always come back, and things that are closed in reverse order. */
@NullMarked
package io.heliograph.server.concurrent;

import org.jspecify.annotations.NullMarked;
