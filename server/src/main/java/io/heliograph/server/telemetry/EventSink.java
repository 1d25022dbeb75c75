package io.heliograph.server.telemetry;

import java.util.List;

/** Takes server events. Implementations are thread-safe, never block and never throw. */
@FunctionalInterface
public interface EventSink {

    void record(ServerEvent event);

    /** Hands each event to every sink, in order. */
    static EventSink all(List<EventSink> sinks) {
        List<EventSink> copy = List.copyOf(sinks);
        return event -> {
            for (EventSink sink : copy) {
                sink.record(event);
            }
        };
    }
}
