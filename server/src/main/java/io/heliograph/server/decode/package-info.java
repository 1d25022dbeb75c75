/** Audio to hypothesis within limits: the engine seam and the scheduler in front of it. */
@NullMarked
package io.heliograph.server.decode;

import org.jspecify.annotations.NullMarked;
