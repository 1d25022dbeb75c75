package io.heliograph.server.telemetry;

import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * All metrics at about one moment; counters that move together may differ by the events of the moment. Immutable.
 *
 * @param scalars families without labels, always complete
 * @param extended further families
 * @param groups families whose names carry a status, a scope or a hash
 * @param histograms the histograms
 */
public record MetricsSnapshot(
        List<MetricFamily> scalars,
        List<MetricFamily> extended,
        List<NameGroup> groups,
        List<HistogramFamily> histograms) {

    /**
     * Series named {@code stt_<key>_<member>}, one object in JSON.
     *
     * @param key the JSON key
     * @param type the TYPE line
     * @param help the HELP line
     * @param members value by last part of the name
     * @param alwaysInJson whether JSON shows the object also without members
     */
    public record NameGroup(
            String key, MetricType type, String help, SortedMap<String, Long> members, boolean alwaysInJson) {

        private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^A-Za-z0-9_]");

        /** The members as families, names made of letters, digits and underscores. */
        List<MetricFamily> families() {
            return members.entrySet().stream()
                    .map(member -> MetricFamily.count(
                            "stt_" + key + "_"
                                    + NOT_OF_A_NAME.matcher(member.getKey()).replaceAll("_"),
                            type,
                            help,
                            member.getValue()))
                    .toList();
        }
    }
}
