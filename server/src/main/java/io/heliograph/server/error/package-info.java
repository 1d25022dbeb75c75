/** The vocabulary of failure: ERR codes and the statuses they travel as. */
@NullMarked
package io.heliograph.server.error;

import org.jspecify.annotations.NullMarked;
