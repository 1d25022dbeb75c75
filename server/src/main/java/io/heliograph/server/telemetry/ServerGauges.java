package io.heliograph.server.telemetry;

import static io.heliograph.server.telemetry.MetricType.COUNTER;
import static io.heliograph.server.telemetry.MetricType.GAUGE;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Registers what a {@link GaugeSource} says. */
final class ServerGauges {

    private ServerGauges() {}

    static void register(MetricCatalog catalog, GaugeSource gauges, BuildFacts build) {
        MetricSection scalars = catalog.scalars();
        scalars.count("stt_active_sessions", GAUGE, "Registered sessions.", gauges::activeSessions);
        scalars.count("stt_buffer_bytes_total", GAUGE, "Buffered audio of all streams, bytes.", gauges::bufferBytes);
        scalars.count("stt_decode_pending", GAUGE, "Decodes scheduled and not finished.", gauges::decodePending);
        scalars.count("stt_decode_queue_depth", GAUGE, "The same as stt_decode_pending.", gauges::decodePending);

        MetricSection extended = catalog.extended();
        extended.count("stt_streams_active", GAUGE, "Streams that hold a session.", gauges::streamsActive);
        extended.count(
                "stt_stream_buffer_max_bytes",
                GAUGE,
                "Largest buffer of a stream, bytes.",
                () -> gauges.streamBufferBytes().values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0));
        limit(extended, "stt_limit_max_sessions", "Session limit in force, 0 = off.", gauges::maxSessions);
        extended.count(
                "stt_headroom_sessions",
                GAUGE,
                "Sessions for which measured headroom leaves room, whether or not admission goes by it.",
                gauges::headroomSessions);
        limit(
                extended,
                "stt_limit_max_total_buffer_bytes",
                "Cap of buffered audio in force, bytes, 0 = off.",
                gauges::maxTotalBufferBytes);
        limit(
                extended,
                "stt_limit_max_pending_decodes_global",
                "Limit of pending decodes in force, 0 = off.",
                gauges::maxPendingDecodesGlobal);
        extended.count("stt_config_version", GAUGE, "Version of the limits in force.", gauges::configVersion);
        extended.decimal(
                "stt_partial_spacing_ratio",
                GAUGE,
                "Mean distance of partials over the open streams, in configured intervals; 1 without load, 0 = no partials.",
                gauges::partialSpacingRatio);
        flag(extended, "stt_throttle_active", "Whether the adaptive throttle holds back.", gauges::throttleActive);
        flag(extended, "stt_draining", "Whether the server is shutting down.", gauges::draining);
        flag(extended, "stt_ready", "Whether a new session can be admitted.", gauges::ready);
        flag(extended, "stt_ws_listening", "Whether the WebSocket bridge listens.", gauges::webSocketListening);
        extended.count(
                "stt_audio_capture_dropped_chunks_total",
                COUNTER,
                "Chunks that became silence in recordings.",
                gauges::captureDroppedChunks);
        extended.count("stt_audio_capture_failures_total", COUNTER, "Recordings given up.", gauges::captureFailures);
        extended.count("stt_log_records_dropped_total", COUNTER, "Log records dropped.", gauges::logRecordsDropped);

        MetricFamily buildInfo = new MetricFamily(
                "stt_build_info",
                GAUGE,
                "What runs; always 1.",
                true,
                List.of(new MetricFamily.Sample(
                        Labels.set(Labels.pair("version", build.version()), Labels.pair("runtime", build.runtime())),
                        1)));
        extended.add(() -> buildInfo);
    }

    private static void limit(MetricSection section, String name, String help, LongSupplier limit) {
        section.count(name, GAUGE, help, () -> Math.max(0, limit.getAsLong()));
    }

    private static void flag(MetricSection section, String name, String help, BooleanSupplier flag) {
        section.count(name, GAUGE, help, () -> flag.getAsBoolean() ? 1 : 0);
    }
}
