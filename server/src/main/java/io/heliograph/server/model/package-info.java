/** Models as folders: manifest, verification, installation. */
@NullMarked
package io.heliograph.server.model;

import org.jspecify.annotations.NullMarked;
