/** Figures that pages show once a second, as long as somebody looks. */
@NullMarked
package io.heliograph.console.live;

import org.jspecify.annotations.NullMarked;
