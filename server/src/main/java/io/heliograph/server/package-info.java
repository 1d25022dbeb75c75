/** The server put together: the only place that calls constructors across packages. */
@NullMarked
package io.heliograph.server;

import org.jspecify.annotations.NullMarked;
