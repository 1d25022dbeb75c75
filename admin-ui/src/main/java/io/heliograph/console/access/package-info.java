/** Who is signed in, and which pages they may open. */
@NullMarked
package io.heliograph.console.access;

import org.jspecify.annotations.NullMarked;
