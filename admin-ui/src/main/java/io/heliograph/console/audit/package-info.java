/** The page of the audit: who did what, when and why. */
@NullMarked
package io.heliograph.console.audit;

import org.jspecify.annotations.NullMarked;
