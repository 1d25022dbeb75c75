package io.heliograph.app.bench;

import io.heliograph.app.client.Pacing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The word errors that the scripts of a {@link PacedLoad} get without load: each sent as a file, with which nothing is late. What
 * is decoded follows from the audio alone, so under load the words are the same unless the load cost some. Confined to one thread.
 */
final class AloneWords {
    private static final Map<String, String> BATCH =
            Map.of("upload_mode", "batch", "partial", "0", "emit_final_on_vad", "1");

    private final PacedLoad load;
    private final int port;
    private final double seconds;
    private final List<WordErrors> byStream = new ArrayList<>();

    /** For scripts of at least so many seconds, and a server that takes files as fast as it can. */
    AloneWords(PacedLoad load, int port, double seconds) {
        this.load = load;
        this.port = port;
        this.seconds = seconds;
    }

    /** The errors of the first so many scripts. */
    WordErrors of(int streams) throws Exception {
        List<Callable<WordErrors>> missing = new ArrayList<>();
        try (SpokenClient client = new SpokenClient(port);
                ExecutorService threads =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (int i = byStream.size(); i < streams; i++) {
                Corpus.Recording script = load.script(i, seconds);
                missing.add(() -> WordErrors.of(script.text(), client.recognize(script, Pacing.UNPACED, BATCH)));
            }
            for (Future<WordErrors> each : threads.invokeAll(missing)) {
                byStream.add(each.get());
            }
        }
        return byStream.stream().limit(streams).reduce(WordErrors.none(), WordErrors::plus);
    }
}
