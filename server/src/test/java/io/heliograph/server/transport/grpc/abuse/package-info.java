/** What clients may do to hurt the server or each other, against the real listener. */
@NullMarked
package io.heliograph.server.transport.grpc.abuse;

import org.jspecify.annotations.NullMarked;
