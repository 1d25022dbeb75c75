/** Commands that run a server from a shell: over its admin HTTP, with the permissions and the audit of the console. */
@NullMarked
package io.heliograph.app.operate;

import org.jspecify.annotations.NullMarked;
