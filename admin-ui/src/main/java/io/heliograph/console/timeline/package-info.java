/** What an utterance waited for, as a picture. */
@NullMarked
package io.heliograph.console.timeline;

import org.jspecify.annotations.NullMarked;
