/** The command {@code serve}: from the command line to a running server and back to an exit status. */
@NullMarked
package io.heliograph.app.serve;

import org.jspecify.annotations.NullMarked;
