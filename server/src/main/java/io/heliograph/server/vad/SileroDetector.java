package io.heliograph.server.vad;

import ai.onnxruntime.OnnxTensor;
import io.heliograph.server.decode.onnx.DirectFloats;
import io.heliograph.server.decode.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * One stream's view of Silero: the LSTM state and the last samples. State goes in and out through the same two pairs of direct
 * buffers, so a call allocates no native memory. Confined to the stream's thread.
 */
final class SileroDetector implements VoiceDetector {
    /** Windows per run: beyond four a run gains little, and a long chunk must not hold its thread for long. */
    private static final int MAX_WINDOWS = 4;

    private final OnnxModel graph;
    private final DetectorThreads threads;
    private final FloatBuffer rows = DirectFloats.allocate(MAX_WINDOWS * SileroModel.ROW_SAMPLES);
    private final FloatBuffer probabilities = DirectFloats.allocate(MAX_WINDOWS);
    private final FloatBuffer hidden = DirectFloats.allocate(SileroModel.STATE_SIZE);
    private final FloatBuffer cell = DirectFloats.allocate(SileroModel.STATE_SIZE);
    private final FloatBuffer nextHidden = DirectFloats.allocate(SileroModel.STATE_SIZE);
    private final FloatBuffer nextCell = DirectFloats.allocate(SileroModel.STATE_SIZE);
    private final float[] context = new float[SileroModel.CONTEXT_SAMPLES];

    SileroDetector(OnnxModel graph, DetectorThreads threads) {
        this.graph = graph;
        this.threads = threads;
    }

    @Override
    public void detect(float[] samples, int offset, int windows, float[] result) {
        for (int done = 0; done < windows; done += MAX_WINDOWS) {
            int count = Math.min(MAX_WINDOWS, windows - done);
            run(samples, offset + done * WINDOW_SAMPLES, count);
            probabilities.get(0, result, done, count);
        }
    }

    @Override
    public void reset() {
        Arrays.fill(context, 0f);
        for (int i = 0; i < SileroModel.STATE_SIZE; i++) {
            hidden.put(i, 0f);
            cell.put(i, 0f);
        }
    }

    @Override
    public void close() {
        // Buffers of the Java heap's making: nothing to free by hand.
    }

    private void run(float[] samples, int offset, int count) {
        rows.clear();
        for (int window = 0; window < count; window++) {
            int start = offset + window * WINDOW_SAMPLES;
            rows.put(context).put(samples, start, WINDOW_SAMPLES);
            System.arraycopy(samples, start + WINDOW_SAMPLES - context.length, context, 0, context.length);
        }
        rows.flip();
        try (OnnxTensor input = OnnxModel.tensor(rows, count, SileroModel.ROW_SAMPLES);
                OnnxTensor h = OnnxModel.tensor(hidden, 1, 1, SileroModel.STATE_SIZE);
                OnnxTensor c = OnnxModel.tensor(cell, 1, 1, SileroModel.STATE_SIZE);
                OnnxTensor hn = OnnxModel.tensor(nextHidden, 1, 1, SileroModel.STATE_SIZE);
                OnnxTensor cn = OnnxModel.tensor(nextCell, 1, 1, SileroModel.STATE_SIZE);
                OnnxTensor speech = OnnxModel.tensor(probabilities.clear().limit(count), count)) {
            threads.run(() -> graph.run(
                            Map.of("input", input, "h", h, "c", c),
                            Set.of(),
                            Map.of("speech_probs", speech, "hn", hn, "cn", cn))
                    .close());
        }
        hidden.put(0, nextHidden, 0, SileroModel.STATE_SIZE);
        cell.put(0, nextCell, 0, SileroModel.STATE_SIZE);
    }
}
