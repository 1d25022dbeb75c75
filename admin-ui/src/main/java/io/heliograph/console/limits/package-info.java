/** The page of the limits. */
@NullMarked
package io.heliograph.console.limits;

import org.jspecify.annotations.NullMarked;
