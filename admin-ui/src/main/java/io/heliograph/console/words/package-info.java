/** Numbers and times as people read them. */
@NullMarked
package io.heliograph.console.words;

import org.jspecify.annotations.NullMarked;
