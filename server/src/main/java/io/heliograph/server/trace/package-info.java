/** The time lines of utterances, of running streams and of those that ended lately: why was this one late? */
@NullMarked
package io.heliograph.server.trace;

import org.jspecify.annotations.NullMarked;
