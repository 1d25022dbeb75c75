/** The command {@code user}: operators' accounts, for whoever can read and write the server's database. */
@NullMarked
package io.heliograph.app.users;

import org.jspecify.annotations.NullMarked;
