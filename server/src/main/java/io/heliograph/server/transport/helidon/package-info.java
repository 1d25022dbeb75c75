/** Helidon's own gRPC as a transport: each class but those that wire names a fault of Helidon 4.5 that it cures, and can go with it. */
@NullMarked
package io.heliograph.server.transport.helidon;

import org.jspecify.annotations.NullMarked;
