/** The HTTP wire: health and metrics. */
@NullMarked
package io.heliograph.server.transport.http;

import org.jspecify.annotations.NullMarked;
