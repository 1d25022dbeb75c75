/** Who may operate the server: accounts, their passwords, and what is kept of failed attempts. */
@NullMarked
package io.heliograph.server.accounts;

import org.jspecify.annotations.NullMarked;
