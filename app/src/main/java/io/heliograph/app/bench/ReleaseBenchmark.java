package io.heliograph.app.bench;

import com.google.protobuf.ByteString;
import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long a client that has gone still holds something: from the moment it goes until no session, stream, buffer or decode is
 * left, as {@code /metrics} tells. A peer that goes silent is found by the keep-alive alone, with its shipped times. Confined to
 * the calling thread.
 */
final class ReleaseBenchmark implements Benchmark {
    private static final int ROUNDS = 20;
    private static final int SHORT_ROUNDS = 5;
    /** They wait together, so that all cost the time of one. */
    private static final int SILENT_PEERS = 8;

    private static final double AT_MOST_SECONDS = 5;
    private static final double SILENT_AT_MOST_SECONDS = 65;
    /** As shipped; the short form takes the least that gRPC allows, and its bound shrinks alike. */
    private static final int KEEP_ALIVE_SECONDS = 50;

    private static final int SHORT_KEEP_ALIVE_SECONDS = 12;
    private static final long PATIENCE_SECONDS = 90;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int AUDIO_BYTES = 9_600;

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();

    ReleaseBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        List<String> settings = new ArrayList<>(List.of("max_sessions: 0", "http_rate_limit_rps: 0"));
        if (setting.isShort()) {
            settings.addAll(List.of("grpc_keepalive_time_sec: 10", "grpc_keepalive_timeout_sec: 2"));
        }
        List<Figure> figures = new ArrayList<>();
        try (WatchedServer server = setting.start(settings.toArray(String[]::new))) {
            figures.add(figure(server, HeldStream.Ending.CANCEL, "cancel"));
            figures.add(figure(server, HeldStream.Ending.CLOSE, "FIN"));
            figures.add(figure(server, HeldStream.Ending.RESET, "RST"));
            double seconds = seconds(server, HeldStream.Ending.SILENCE, SILENT_PEERS);
            int saved = setting.isShort() ? KEEP_ALIVE_SECONDS - SHORT_KEEP_ALIVE_SECONDS : 0;
            figures.add(new Figure(
                    "slots free after silent peers, last of %d".formatted(SILENT_PEERS),
                    seconds,
                    "s",
                    setting.ifSpeedIsJudged(SILENT_AT_MOST_SECONDS - saved),
                    "keep-alive finds them after %d s at most"
                            .formatted(setting.isShort() ? SHORT_KEEP_ALIVE_SECONDS : KEEP_ALIVE_SECONDS)));
        }
        return figures;
    }

    private Figure figure(WatchedServer server, HeldStream.Ending ending, String name) throws Exception {
        int rounds = setting.isShort() ? SHORT_ROUNDS : ROUNDS;
        Percentiles seconds = new Percentiles();
        for (int i = 0; i < rounds; i++) {
            seconds.add(seconds(server, ending, 1));
        }
        return new Figure(
                "slot free after %s, longest".formatted(name),
                seconds.at(100),
                "s",
                setting.ifSpeedIsJudged(AT_MOST_SECONDS),
                String.format(Locale.ROOT, "of %d, median %.3f s", rounds, seconds.at(50)));
    }

    /** Lets so many clients go at once; from then to nothing being held. NaN if something still is when patience ends. */
    private double seconds(WatchedServer server, HeldStream.Ending ending, int clients) throws Exception {
        ByteString audio = ByteString.copyFrom(setting.recording(0).pcm16(), 0, AUDIO_BYTES);
        List<HeldStream> held = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                held.add(new HeldStream(server.grpcPort(), audio));
            }
            // Only a session that its stream has claimed is given back with the stream.
            await(server, "stt_streams_active", clients);
            for (HeldStream each : held) {
                each.end(ending);
            }
            long gone = ticker.nanos();
            long patience = gone + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (server.gauges() > 0) {
                if (ticker.nanos() > patience) {
                    return Double.NaN;
                }
                Pause.parking(ticker).until(ticker.nanos() + LOOK_NANOS);
            }
            double seconds = (ticker.nanos() - gone) / 1e9;
            output.out(String.format(
                    Locale.ROOT, "release: %d x %s, nothing held after %.3f s", clients, ending, seconds));
            return seconds;
        } finally {
            for (HeldStream each : held) {
                each.close();
            }
        }
    }

    private void await(WatchedServer server, String gauge, int value) throws IOException, InterruptedException {
        long patience = ticker.nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (WatchedServer.value(server.scrape(), gauge) != value) {
            if (ticker.nanos() > patience) {
                throw new IOException("%s is not %d within %d s".formatted(gauge, value, PATIENCE_SECONDS));
            }
            Pause.parking(ticker).until(ticker.nanos() + LOOK_NANOS);
        }
    }
}
