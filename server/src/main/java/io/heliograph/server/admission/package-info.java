/** Who gets in, and with which settings. */
@NullMarked
package io.heliograph.server.admission;

import org.jspecify.annotations.NullMarked;
