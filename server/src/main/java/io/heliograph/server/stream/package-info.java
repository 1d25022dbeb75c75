/** One stream from start to end, and the registry of live sessions. */
@NullMarked
package io.heliograph.server.stream;

import org.jspecify.annotations.NullMarked;
