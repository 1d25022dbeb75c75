package io.heliograph.server.control;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A key that can be changed while the server runs, with its values as shown to people: masked if secret. Immutable.
 *
 * @param key full name, as in {@code server.max_sessions}
 * @param group section of the configuration file
 * @param type int, number, bool, string, list or map
 * @param unit unit of a number, empty for none
 * @param allowed what may be set, in words
 * @param choices texts allowed; empty = all
 * @param isNullable whether it may be unset
 * @param isSecret whether its value is masked
 * @param meaning what it does, with its zero case
 * @param codeDefault value of an omitted key
 * @param configured value of file, command line and environment
 * @param value value in force
 * @param source the value in force as a text that can be edited and set again; for a map that is YAML, for others as {@code value}
 * @param inUse how much of it is in use now, in its unit; empty where nothing is counted
 * @param actsOnNewSessions whether a change acts only on sessions created afterwards
 * @param isDrifted whether another value is in force than the configured one
 */
public record LimitEntry(
        String key,
        String group,
        String type,
        String unit,
        String allowed,
        List<String> choices,
        boolean isNullable,
        boolean isSecret,
        String meaning,
        String codeDefault,
        String configured,
        String value,
        String source,
        OptionalDouble inUse,
        boolean actsOnNewSessions,
        boolean isDrifted) {

    public LimitEntry {
        choices = List.copyOf(choices);
    }
}
