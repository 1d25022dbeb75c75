package io.heliograph.server.control;

import java.util.List;

/**
 * The last half hour. Immutable.
 *
 * @param points oldest first, one each five seconds, each fifteen of those in which nothing happened and nobody looked
 * @param marks changes of the limits in that time, oldest first
 */
public record OverviewHistory(List<OverviewPoint> points, List<OverviewMark> marks) {

    public OverviewHistory {
        points = List.copyOf(points);
        marks = List.copyOf(marks);
    }
}
