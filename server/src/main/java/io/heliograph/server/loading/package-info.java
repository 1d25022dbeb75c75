/** Loading and unloading models while the server runs: what is wished for, what of it this server has, and the loads themselves. */
@NullMarked
package io.heliograph.server.loading;

import org.jspecify.annotations.NullMarked;
