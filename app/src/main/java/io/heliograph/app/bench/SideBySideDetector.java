package io.heliograph.app.bench;

import ai.onnxruntime.OnnxTensor;
import io.heliograph.server.decode.onnx.DirectFloats;
import io.heliograph.server.decode.onnx.OnnxModel;
import io.heliograph.server.vad.VoiceDetector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Silero's graph for one window of each of several streams: {@code input} [streams, 64 + 512], {@code state} [2, streams, 128]. The
 * server does not use it: it would make streams wait for each other. Confined to one thread.
 */
final class SideBySideDetector {
    private static final int CONTEXT_SAMPLES = 64;
    private static final int ROW_SAMPLES = CONTEXT_SAMPLES + VoiceDetector.WINDOW_SAMPLES;
    private static final int STATE_SIZE = 128;
    private static final int SAMPLE_RATE_HZ = 16_000;

    private final OnnxModel graph;
    private final int streams;
    private final FloatBuffer rows;
    private final FloatBuffer probabilities;
    private final FloatBuffer state;
    private final FloatBuffer nextState;
    private final LongBuffer rate = ByteBuffer.allocateDirect(Long.BYTES)
            .order(ByteOrder.nativeOrder())
            .asLongBuffer()
            .put(0, SAMPLE_RATE_HZ);
    private final float[] row = new float[ROW_SAMPLES];

    SideBySideDetector(OnnxModel graph, int streams) {
        this.graph = graph;
        this.streams = streams;
        this.rows = DirectFloats.allocate(streams * ROW_SAMPLES);
        this.probabilities = DirectFloats.allocate(streams);
        this.state = DirectFloats.allocate(2 * streams * STATE_SIZE);
        this.nextState = DirectFloats.allocate(2 * streams * STATE_SIZE);
    }

    void reset() {
        for (int i = 0; i < rows.capacity(); i++) {
            rows.put(i, 0f);
        }
        for (int i = 0; i < state.capacity(); i++) {
            state.put(i, 0f);
        }
    }

    /** The next window of a stream, behind the end of its last one. */
    void put(int stream, float[] samples, int offset) {
        int begin = stream * ROW_SAMPLES;
        rows.get(begin + ROW_SAMPLES - CONTEXT_SAMPLES, row, 0, CONTEXT_SAMPLES);
        System.arraycopy(samples, offset, row, CONTEXT_SAMPLES, VoiceDetector.WINDOW_SAMPLES);
        rows.put(begin, row, 0, ROW_SAMPLES);
    }

    void run() {
        try (OnnxTensor input = OnnxModel.tensor(rows, streams, ROW_SAMPLES);
                OnnxTensor before = OnnxModel.tensor(state, 2, streams, STATE_SIZE);
                OnnxTensor sampleRate = OnnxModel.tensor(rate);
                OnnxTensor after = OnnxModel.tensor(nextState, 2, streams, STATE_SIZE);
                OnnxTensor speech = OnnxModel.tensor(probabilities, streams, 1)) {
            graph.run(
                            Map.of("input", input, "state", before, "sr", sampleRate),
                            Set.of(),
                            Map.of("output", speech, "stateN", after))
                    .close();
        }
        state.put(0, nextState, 0, nextState.capacity());
    }
}
