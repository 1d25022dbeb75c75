/** PCM, resampling, the bounded buffer, stream time counted in samples. */
@NullMarked
package io.heliograph.server.audio;

import org.jspecify.annotations.NullMarked;
