/** What serves the pages: Jetty, Vaadin's servlet, security headers, the end of sessions. */
@NullMarked
package io.heliograph.console.host;

import org.jspecify.annotations.NullMarked;
