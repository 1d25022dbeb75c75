/** The client with which operators try a server out. */
@NullMarked
package io.heliograph.app.tryout;

import org.jspecify.annotations.NullMarked;
