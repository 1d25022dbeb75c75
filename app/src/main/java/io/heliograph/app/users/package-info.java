/** The command {@code user}: operators' accounts, on a running server or in the database of one that does not run. */
@NullMarked
package io.heliograph.app.users;

import org.jspecify.annotations.NullMarked;
