package io.heliograph.app.bench;

import io.heliograph.app.client.OpenedSession;
import io.heliograph.server.SttServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** CreateSession on a warm channel while a hundred sessions stand idle. */
final class AdmissionBenchmark implements Benchmark {
    private static final int IDLE_SESSIONS = 100;
    private static final int WARM_UP_CALLS = 500;
    private static final int CALLS = 2_000;

    private final Path modelsFolder;

    AdmissionBenchmark(Path modelsFolder) {
        this.modelsFolder = modelsFolder;
    }

    @Override
    public List<Figure> run() throws Exception {
        Percentiles millis = new Percentiles();
        try (SttServer server = BenchServer.start(modelsFolder, event -> {});
                SpokenClient client = new SpokenClient(server.grpcPort())) {
            for (int i = 0; i < IDLE_SESSIONS + WARM_UP_CALLS; i++) {
                client.open(Map.of());
            }
            for (int i = 0; i < CALLS; i++) {
                OpenedSession session = client.open(Map.of());
                millis.add((session.openedNanos() - session.requestedNanos()) / 1e6);
            }
        }
        return List.of(new Figure(
                "CreateSession P99, 100 idle sessions and more, warm channel",
                millis.at(99),
                "ms",
                10,
                "%d calls, P50 %.2f ms, most %.2f ms".formatted(millis.count(), millis.at(50), millis.at(100))));
    }
}
