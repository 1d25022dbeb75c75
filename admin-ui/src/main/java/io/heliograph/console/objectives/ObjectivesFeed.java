package io.heliograph.console.objectives;

import io.heliograph.console.live.Feed;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.ObjectivesView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;

/** How the objectives stand, once a second for all who look. Thread-safe. */
public final class ObjectivesFeed {
    private static final Operator READER = new Operator("console", Role.VIEWER, "server");

    private final Feed<ObjectivesView> feed;

    public ObjectivesFeed(Pulse pulse, ControlPlane control) {
        feed = new Feed<>(pulse, () -> control.objectives().view(READER));
    }

    Feed<ObjectivesView> feed() {
        return feed;
    }
}
