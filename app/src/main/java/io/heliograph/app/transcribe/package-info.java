/** The command {@code transcribe}: recordings in, words out, in the format that was asked for. */
@NullMarked
package io.heliograph.app.transcribe;

import org.jspecify.annotations.NullMarked;
