/** Commands on what a server keeps: its audit, and its database as a whole. */
@NullMarked
package io.heliograph.app.store;

import org.jspecify.annotations.NullMarked;
