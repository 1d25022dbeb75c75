/** What the machine, this process and its GPUs use right now. */
@NullMarked
package io.heliograph.server.machine;

import org.jspecify.annotations.NullMarked;
