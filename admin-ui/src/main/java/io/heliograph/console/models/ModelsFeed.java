package io.heliograph.console.models;

import io.heliograph.console.live.Feed;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.ModelLoad;
import io.heliograph.server.control.ModelView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import java.util.List;

/** Which models there are, once a second for all who look. Thread-safe. */
public final class ModelsFeed {
    private static final Operator READER = new Operator("console", Role.VIEWER, "server");

    private final Feed<Models> feed;

    /**
     * What is shown. Immutable.
     *
     * @param loaded on offer, in the order of loading
     * @param loads the last ones, newest first
     */
    record Models(List<ModelView> loaded, List<ModelLoad> loads) {}

    public ModelsFeed(Pulse pulse, ControlPlane control) {
        feed = new Feed<>(
                pulse,
                () -> new Models(
                        control.models().loaded(READER), control.models().loads(READER)));
    }

    Feed<Models> feed() {
        return feed;
    }
}
