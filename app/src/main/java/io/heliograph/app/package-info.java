/** The command line. */
@NullMarked
package io.heliograph.app;

import org.jspecify.annotations.NullMarked;
