package io.heliograph.server;

import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import java.util.List;

/**
 * Takes events from parts that were made before the recorders that want them. Nothing happens before the recorders are there.
 * Thread-safe.
 */
final class EventHub implements EventSink {
    private volatile EventSink recorders = event -> {};

    /** From now on these get every event, in order. */
    void open(List<EventSink> sinks) {
        recorders = EventSink.all(sinks);
    }

    @Override
    public void record(ServerEvent event) {
        recorders.record(event);
    }
}
