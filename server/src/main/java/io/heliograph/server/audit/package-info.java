/** Who did what, when and why, in entries that are chained by hashes so that a changed one shows. */
@NullMarked
package io.heliograph.server.audit;

import org.jspecify.annotations.NullMarked;
