/** The gRPC wire. */
@NullMarked
package io.heliograph.server.transport.grpc;

import org.jspecify.annotations.NullMarked;
