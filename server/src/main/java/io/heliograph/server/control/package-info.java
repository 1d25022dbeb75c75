/** What an operator may see and do: the only face the console knows. */
@NullMarked
package io.heliograph.server.control;

import org.jspecify.annotations.NullMarked;
