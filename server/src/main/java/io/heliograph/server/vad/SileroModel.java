package io.heliograph.server.vad;

import ai.onnxruntime.OnnxJavaType;
import io.heliograph.server.decode.DecodeException;
import io.heliograph.server.decode.onnx.OnnxModel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Silero VAD 6 for 16 kHz as a sequence graph: {@code input} [windows, 64 + 512], LSTM state {@code h} and {@code c} [1, 1, 128].
 * Each row is the 64 samples before its window and the window. Thread-safe: the weights are shared, each stream has a detector of
 * its own.
 */
public final class SileroModel implements AutoCloseable {
    /** Samples of the previous window in front of each row. */
    static final int CONTEXT_SAMPLES = 64;

    static final int ROW_SAMPLES = CONTEXT_SAMPLES + VoiceDetector.WINDOW_SAMPLES;
    static final int STATE_SIZE = 128;

    /** A run takes a millisecond or less; on a machine that is so late, streams had better fail than wait. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(30);

    private final OnnxModel graph;
    private final DetectorThreads threads =
            new DetectorThreads(Runtime.getRuntime().availableProcessors(), LONGEST_RUN);

    private SileroModel(OnnxModel graph) {
        this.graph = graph;
    }

    /**
     * Loads the graph.
     *
     * @throws DecodeException if it is missing or has other inputs
     */
    public static SileroModel load(Path file) {
        OnnxModel graph = OnnxModel.load("silero-vad", file);
        try {
            requireLast(graph, "input", graph.inputShape("input", OnnxJavaType.FLOAT), ROW_SAMPLES);
            requireLast(graph, "h", graph.inputShape("h", OnnxJavaType.FLOAT), STATE_SIZE);
            requireLast(graph, "c", graph.inputShape("c", OnnxJavaType.FLOAT), STATE_SIZE);
            graph.outputShape("speech_probs", OnnxJavaType.FLOAT);
            graph.outputShape("hn", OnnxJavaType.FLOAT);
            graph.outputShape("cn", OnnxJavaType.FLOAT);
            return new SileroModel(graph);
        } catch (DecodeException e) {
            graph.close();
            throw e;
        }
    }

    /** A detector for one stream. */
    public VoiceDetector newDetector() {
        return new SileroDetector(graph, threads);
    }

    @Override
    public void close() {
        threads.close();
        graph.close();
    }

    private static void requireLast(OnnxModel graph, String tensor, long[] shape, int size) {
        if (shape.length == 0 || shape[shape.length - 1] != size) {
            throw new DecodeException(
                    "%s: the last axis of %s is %s, expected %d"
                            .formatted(
                                    graph.name(), tensor, shape.length == 0 ? "none" : shape[shape.length - 1], size),
                    null);
        }
    }
}
