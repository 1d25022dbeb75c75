/** Where time comes from. */
@NullMarked
package io.heliograph.server.time;

import org.jspecify.annotations.NullMarked;
