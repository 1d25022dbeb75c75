/** The operator's console: a web server of its own beside the speech server. */
@NullMarked
package io.heliograph.console;

import org.jspecify.annotations.NullMarked;
