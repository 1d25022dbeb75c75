/** Speech probability of a window of audio. */
@NullMarked
package io.heliograph.server.vad;

import org.jspecify.annotations.NullMarked;
