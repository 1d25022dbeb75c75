/** What outlives the process: the database behind the stores of limits, audit, users and objectives. */
@NullMarked
package io.heliograph.server.store;

import org.jspecify.annotations.NullMarked;
