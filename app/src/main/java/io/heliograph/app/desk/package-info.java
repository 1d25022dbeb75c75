/** What a command works on: a running server over its admin HTTP, or the database of one that does not run. */
@NullMarked
package io.heliograph.app.desk;

import org.jspecify.annotations.NullMarked;
