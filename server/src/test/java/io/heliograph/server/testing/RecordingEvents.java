package io.heliograph.server.testing;

import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event. Thread-safe. */
public final class RecordingEvents implements EventSink {
    private final List<ServerEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void record(ServerEvent event) {
        events.add(event);
    }

    public List<ServerEvent> all() {
        return List.copyOf(events);
    }

    public <T extends ServerEvent> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
