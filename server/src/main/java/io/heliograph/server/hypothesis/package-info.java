/** Which text may still change: committed and unstable. */
@NullMarked
package io.heliograph.server.hypothesis;

import org.jspecify.annotations.NullMarked;
