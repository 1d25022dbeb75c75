package io.heliograph.server.control;

/**
 * Where a server keeps its records. Immutable.
 *
 * @param isPersistent whether there is a database; without one everything ends with the process
 * @param isUsable whether it worked when it was last used; changes are refused as long as it does not
 * @param problem why it did not, in one line; empty if it did
 */
public record StoreView(boolean isPersistent, boolean isUsable, String problem) {}
