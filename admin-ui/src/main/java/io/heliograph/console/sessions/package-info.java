/** The page of the sessions: who is there and how well they are served. */
@NullMarked
package io.heliograph.console.sessions;

import org.jspecify.annotations.NullMarked;
