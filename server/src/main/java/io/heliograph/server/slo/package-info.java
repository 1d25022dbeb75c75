/** Whether the objectives hold: what happened, minute by minute, and what follows from it. */
@NullMarked
package io.heliograph.server.slo;

import org.jspecify.annotations.NullMarked;
