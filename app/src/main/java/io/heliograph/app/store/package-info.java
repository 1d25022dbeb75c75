/** Commands on the database of a server that does not run. */
@NullMarked
package io.heliograph.app.store;

import org.jspecify.annotations.NullMarked;
