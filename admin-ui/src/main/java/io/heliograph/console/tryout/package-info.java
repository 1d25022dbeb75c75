/** The page on which one tries the server with a recording. */
@NullMarked
package io.heliograph.console.tryout;

import org.jspecify.annotations.NullMarked;
