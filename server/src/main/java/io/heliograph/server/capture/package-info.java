/** What is kept of streams if the operator asks for it: recordings and transcripts. */
@NullMarked
package io.heliograph.server.capture;

import org.jspecify.annotations.NullMarked;
