package io.heliograph.app.bench;

import io.heliograph.server.SttServer;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.telemetry.EventSink;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A server in this process on a free loopback port, with HTTP and console off and limits out of the way. */
final class BenchServer {
    private BenchServer() {}

    /**
     * Starts one.
     *
     * @param modelsFolder where the models are
     * @param events gets what happens
     */
    static SttServer start(Path modelsFolder, EventSink events) {
        Map<String, Object> values = Map.ofEntries(
                Map.entry("server.port", 0),
                Map.entry("server.metrics_port", 0),
                Map.entry("console.port", 0),
                Map.entry("server.ws_port", 0),
                Map.entry("server.max_sessions", 0),
                Map.entry("server.max_sessions_per_ip", 0),
                Map.entry("server.max_sessions_per_api_key", 0),
                Map.entry("server.create_session_rps", 0),
                Map.entry("server.max_audio_bytes_per_sec", 0),
                Map.entry("safety.speech_rms_threshold", 0),
                Map.entry("vad.silence", 0.5));
        // An empty environment: figures must not depend on whose shell it is.
        return SttServer.start(
                new ConfigLoader(Path.of(""), Map.of())
                        .load(new Overrides(
                                Path.of("no-config-file"), Path.of("no-config-file"), null, modelsFolder, values))
                        .config(),
                new SttServer.Parts(Optional.empty(), Optional.empty(), events, () -> 0, "127.0.0.1"));
    }
}
