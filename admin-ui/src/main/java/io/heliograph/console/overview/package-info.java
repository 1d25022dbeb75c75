/** The page that says at a glance how the server does. */
@NullMarked
package io.heliograph.console.overview;

import org.jspecify.annotations.NullMarked;
