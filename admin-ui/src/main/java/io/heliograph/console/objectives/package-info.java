/** The pages of the objectives: whether they hold, and the report. */
@NullMarked
package io.heliograph.console.objectives;

import org.jspecify.annotations.NullMarked;
