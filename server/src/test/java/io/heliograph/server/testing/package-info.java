/** Hand-written fakes and makers of audio, shared by all tests. */
@NullMarked
package io.heliograph.server.testing;

import org.jspecify.annotations.NullMarked;
