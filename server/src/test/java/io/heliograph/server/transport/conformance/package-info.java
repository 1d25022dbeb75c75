/** What every gRPC transport must do, whatever carries it. */
@NullMarked
package io.heliograph.server.transport.conformance;

import org.jspecify.annotations.NullMarked;
