package io.heliograph.server.testing;

import io.heliograph.server.SttServer;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.vad.VoiceDetector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A whole server on a free port of the loopback address, around a scripted model; HTTP is off. Thread-safe. */
public final class ServerFixture implements AutoCloseable {
    public static final String HOST = "127.0.0.1";

    private final RecordingEvents events = new RecordingEvents();
    private final SttServer server;

    private ServerFixture(
            SpeechModel model, Supplier<VoiceDetector> detectors, Path folder, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "server.port", 0,
                "server.metrics_port", 0,
                "console.port", 0,
                "server.create_session_rps", 0,
                "server.max_audio_bytes_per_sec", 0));
        all.putAll(settings);
        server = SttServer.start(
                new ConfigLoader(folder, Map.of()).load(Overrides.of(all)).config(),
                new SttServer.Parts(Optional.of(model), Optional.of(detectors), events, () -> 0, HOST));
    }

    /**
     * Starts a server.
     *
     * @param folder an empty one
     * @param settings values by full key name
     */
    public static ServerFixture start(SpeechModel model, Path folder, Map<String, Object> settings) {
        return start(model, LoudnessDetector::new, folder, settings);
    }

    /** The same with other voice detectors. */
    public static ServerFixture start(
            SpeechModel model, Supplier<VoiceDetector> detectors, Path folder, Map<String, Object> settings) {
        return new ServerFixture(model, detectors, folder, settings);
    }

    public SttServer server() {
        return server;
    }

    public RecordingEvents events() {
        return events;
    }

    public int port() {
        return server.grpcPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
