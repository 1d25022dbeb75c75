package io.heliograph.app.bench;

import io.heliograph.app.client.Pacing;
import io.heliograph.server.SttServer;
import io.heliograph.server.telemetry.ServerEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One stream at a time, spoken at real time over loopback gRPC: how long after the endpoint its final is handed over, and how long
 * after speech starts the first result of an utterance. The server's own clock takes the times, as for the objectives.
 */
final class LatencyBenchmark implements Benchmark {
    private static final Map<String, String> SPOKEN = Map.of("partial", "1", "emit_final_on_vad", "1");

    private final Path modelsFolder;
    private final Corpus corpus;
    private final Percentiles finalMillis = new Percentiles();
    private final Percentiles firstMillis = new Percentiles();
    private int aheadUsed;
    private int aheadAbandoned;

    LatencyBenchmark(Path modelsFolder, Corpus corpus) {
        this.modelsFolder = modelsFolder;
        this.corpus = corpus;
    }

    @Override
    public List<Figure> run() throws Exception {
        try (SttServer server = BenchServer.start(modelsFolder, this::record);
                SpokenClient client = new SpokenClient(server.grpcPort())) {
            for (Corpus.Recording recording : corpus.recordings()) {
                client.recognize(withSilence(recording), Pacing.REALTIME, SPOKEN);
            }
        }
        String detail = "%d finals, %d first results; decoded ahead: %d used, %d abandoned"
                .formatted(finalMillis.count(), firstMillis.count(), aheadUsed, aheadAbandoned);
        return List.of(
                new Figure("final after the trigger, one stream, P50", finalMillis.at(50), "ms", 10, detail),
                new Figure("first result after speech starts, one stream, P99", firstMillis.at(99), "ms", 800, detail));
    }

    private synchronized void record(ServerEvent event) {
        switch (event) {
            case ServerEvent.FinalSent sent -> finalMillis.add(sent.fromTriggerNanos() / 1e6);
            case ServerEvent.FirstResultSent sent -> firstMillis.add(sent.latencyNanos() / 1e6);
            case ServerEvent.DecodeAhead ahead -> {
                aheadUsed += ahead.used() ? 1 : 0;
                aheadAbandoned += ahead.used() ? 0 : 1;
            }
            default -> {}
        }
    }

    /** A second of silence behind the words, so that the detector ends the utterance and not the end of the recording. */
    private static Corpus.Recording withSilence(Corpus.Recording recording) {
        byte[] longer = java.util.Arrays.copyOf(recording.pcm16(), recording.pcm16().length + 32_000);
        return new Corpus.Recording(recording.name(), recording.text(), longer);
    }
}
