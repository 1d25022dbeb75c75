/** What the listeners have in common that run on Helidon's sockets. */
@NullMarked
package io.heliograph.server.transport.socket;

import org.jspecify.annotations.NullMarked;
