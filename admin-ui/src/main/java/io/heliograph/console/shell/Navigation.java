package io.heliograph.console.shell;

import java.util.List;
import java.util.Optional;

/**
 * What stands in the navigation. Immutable.
 *
 * @param entries from top to bottom
 */
public record Navigation(List<NavigationEntry> entries) {

    public Navigation {
        entries = List.copyOf(entries);
    }

    /** The entry of a page. */
    public Optional<NavigationEntry> of(Class<?> page) {
        return entries.stream().filter(entry -> entry.page() == page).findFirst();
    }
}
