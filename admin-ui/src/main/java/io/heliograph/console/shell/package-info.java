/** What surrounds every page: frame, navigation, sign-in, error pages. */
@NullMarked
package io.heliograph.console.shell;

import org.jspecify.annotations.NullMarked;
