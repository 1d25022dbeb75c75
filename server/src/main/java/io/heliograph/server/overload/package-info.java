/** How the server holds back under pressure before it breaks. */
@NullMarked
package io.heliograph.server.overload;

import org.jspecify.annotations.NullMarked;
