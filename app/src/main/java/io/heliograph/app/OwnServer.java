package io.heliograph.app;

import io.heliograph.app.transcribe.EmbeddedServer;
import io.heliograph.server.SttServer;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.model.ModelException;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.telemetry.LogConfig;
import io.heliograph.server.telemetry.LogLevel;
import io.heliograph.server.telemetry.LogSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A server inside this process on a free loopback port, for one client. */
final class OwnServer implements EmbeddedServer {
    private final LogSetup log;
    private final SttServer server;

    private OwnServer(LogSetup log, SttServer server) {
        this.log = log;
        this.server = server;
    }

    /** Starts one with the default models, which it fetches first if they are missing. */
    static EmbeddedServer start() throws IOException {
        LogSetup log = LogSetup.install(LogConfig.of(LogLevel.WARN, null));
        try {
            Path models = ModelsFolder.standard();
            DefaultModels.ensure(
                    models,
                    CommandOutput.of(new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8)));
            Map<String, Object> values = Map.of(
                    "server.port", 0,
                    "server.metrics_port", 0,
                    "console.port", 0,
                    "server.max_audio_seconds_per_session", 0,
                    "server.create_session_rps", 0,
                    "server.max_audio_bytes_per_sec", 0,
                    "safety.speech_rms_threshold", 0,
                    "model.pool_size", 0);
            return new OwnServer(
                    log,
                    SttServer.start(
                            new ConfigLoader(Path.of(""), Map.of())
                                    .load(new Overrides(
                                            Path.of("no-config-file"), Path.of("no-config-file"), null, models, values))
                                    .config(),
                            new SttServer.Parts(
                                    Optional.empty(),
                                    Optional.empty(),
                                    event -> {},
                                    log::droppedRecords,
                                    "127.0.0.1")));
        } catch (ModelException e) {
            log.close();
            throw new IOException("none can be started here: " + e.getMessage(), e);
        }
    }

    @Override
    public int port() {
        return server.grpcPort();
    }

    @Override
    public void close() {
        server.close();
        log.close();
    }
}
