/** The page of the models. */
@NullMarked
package io.heliograph.console.models;

import org.jspecify.annotations.NullMarked;
