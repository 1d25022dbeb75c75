package io.heliograph.server.control;

import java.util.List;

/**
 * The limits in force. Immutable.
 *
 * @param version counts the changes; a change is based on it; 0 = as configured
 * @param entries every key, in the order of the reference
 */
public record LimitsView(long version, List<LimitEntry> entries) {

    public LimitsView {
        entries = List.copyOf(entries);
    }

    /** The keys whose value in force is not the configured one. */
    public List<LimitEntry> drift() {
        return entries.stream().filter(LimitEntry::isDrifted).toList();
    }
}
