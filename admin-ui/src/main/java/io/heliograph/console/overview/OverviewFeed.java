package io.heliograph.console.overview;

import io.heliograph.console.live.Feed;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.OverviewHistory;
import io.heliograph.server.control.OverviewView;
import io.heliograph.server.control.Role;

/** The server at a glance and its last half hour, once a second for all who look. Thread-safe. */
public final class OverviewFeed {
    private static final Operator READER = new Operator("console", Role.VIEWER, "server");

    private final Feed<Glance> feed;

    /** What there is to see. Immutable. */
    record Glance(OverviewView now, OverviewHistory history) {}

    public OverviewFeed(Pulse pulse, ControlPlane control) {
        feed = new Feed<>(
                pulse,
                () -> new Glance(
                        control.overview().now(READER), control.overview().recent(READER)));
    }

    Feed<Glance> feed() {
        return feed;
    }
}
