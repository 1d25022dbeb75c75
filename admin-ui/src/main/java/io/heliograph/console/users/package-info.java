/** The page of the users: who may sign in, and as what. */
@NullMarked
package io.heliograph.console.users;

import org.jspecify.annotations.NullMarked;
