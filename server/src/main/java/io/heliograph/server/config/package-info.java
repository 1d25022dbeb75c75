/** Files, command line and environment to frozen records. */
@NullMarked
package io.heliograph.server.config;

import org.jspecify.annotations.NullMarked;
