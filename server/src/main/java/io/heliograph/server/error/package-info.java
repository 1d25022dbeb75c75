/** The vocabulary of failure: ERR codes and the statuses they travel as, and a store that cannot be used. */
@NullMarked
package io.heliograph.server.error;

import org.jspecify.annotations.NullMarked;
