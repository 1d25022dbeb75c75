/** The operator's console. */
@NullMarked
package io.heliograph.console;

import org.jspecify.annotations.NullMarked;
