package io.heliograph.server;

import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.slo.SloEngine;
import io.heliograph.server.slo.SloJson;
import io.heliograph.server.slo.SloStore;
import io.heliograph.server.slo.UtteranceLog;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.MetricsRecorder;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.trace.StreamTraces;
import io.heliograph.server.transport.http.JsonPage;
import java.time.InstantSource;
import java.util.List;

/**
 * The part of a server that watches the objectives, put together.
 *
 * @param engine answers for them
 * @param traces says why an utterance was late
 */
record ObjectiveWatch(SloEngine engine, StreamTraces traces) {

    /** Starts watching: by the objectives in force, in the metrics too, until the closer closes. */
    static ObjectiveWatch start(
            SloStore store, LiveLimits limits, MetricsRecorder metrics, Closer closer, Ticker ticker) {
        SloEngine engine = closer.register(SloEngine.start(store, limits.now(), ticker, InstantSource.system()))
                .engine();
        limits.addListener(engine::apply);
        metrics.add(engine::families);
        return new ObjectiveWatch(
                engine, new StreamTraces(() -> limits.now().objectives(), ticker, InstantSource.system()));
    }

    /** Counts at the end of the event stream, and tells of each stream what was slowest. */
    EventSink sink() {
        return EventSink.all(List.of(engine, new UtteranceLog(), traces));
    }

    /** {@code GET /slo}. */
    JsonPage page() {
        return new JsonPage("/slo", () -> SloJson.of(engine.report()));
    }

    /** {@code GET /streams}. */
    JsonPage streamsPage() {
        return StreamPages.page(traces, InstantSource.system());
    }
}
