/** When an utterance begins and ends: pure rules. */
@NullMarked
package io.heliograph.server.endpoint;

import org.jspecify.annotations.NullMarked;
