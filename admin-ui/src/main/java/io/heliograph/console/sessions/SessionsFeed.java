package io.heliograph.console.sessions;

import io.heliograph.console.live.Feed;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SessionView;
import java.util.List;

/** The sessions, once a second for all who look. Thread-safe. */
public final class SessionsFeed {
    private static final Operator READER = new Operator("console", Role.VIEWER, "server");

    private final Feed<Snapshot> feed;

    /**
     * All sessions at a moment. Immutable.
     *
     * @param isDraining whether new ones are refused
     */
    record Snapshot(List<SessionView> sessions, boolean isDraining) {}

    public SessionsFeed(Pulse pulse, ControlPlane control) {
        feed = new Feed<>(
                pulse,
                () -> new Snapshot(
                        control.sessions().list(READER), control.sessions().isDraining(READER)));
    }

    Feed<Snapshot> feed() {
        return feed;
    }
}
