package io.heliograph.console.shell;

import io.heliograph.console.live.Feed;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;

/** What the frame around the pages shows once a second. Thread-safe. */
public final class Heart {
    private static final Operator READER = new Operator("console", Role.VIEWER, "server");

    private final Feed<Beat> feed;

    /**
     * One beat. Immutable.
     *
     * @param sessions registered
     * @param isDraining whether new ones are refused
     */
    record Beat(int sessions, boolean isDraining) {}

    public Heart(Pulse pulse, ControlPlane control) {
        feed = new Feed<>(
                pulse,
                () -> new Beat(
                        control.sessions().list(READER).size(),
                        control.sessions().isDraining(READER)));
    }

    Feed<Beat> feed() {
        return feed;
    }
}
