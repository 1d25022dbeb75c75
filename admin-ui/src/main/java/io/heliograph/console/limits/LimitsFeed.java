package io.heliograph.console.limits;

import io.heliograph.console.live.Feed;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.LimitsView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;

/** The limits and what is in use of them, once a second for all who look. Thread-safe. */
public final class LimitsFeed {
    private static final Operator READER = new Operator("console", Role.VIEWER, "server");

    private final Feed<LimitsView> feed;

    public LimitsFeed(Pulse pulse, ControlPlane control) {
        feed = new Feed<>(pulse, () -> control.limits().view(READER));
    }

    Feed<LimitsView> feed() {
        return feed;
    }
}
