/** A client of the speech service: one session, one stream of audio, and when everything happened. */
@NullMarked
package io.heliograph.app.client;

import org.jspecify.annotations.NullMarked;
