package io.heliograph.server.decode.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.heliograph.server.decode.DecodeException;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One ONNX graph, loaded. Every failure names the model and the tensors. Thread-safe: runs may overlap; one run uses the calling
 * thread alone.
 */
public final class OnnxModel implements AutoCloseable {
    /** Warnings of the runtime are about the graph's own tidiness: nothing an operator could act on. */
    private static final OrtEnvironment ENVIRONMENT =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "heliograph");

    /** Sessions that hold native memory now. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final String name;
    private final OrtSession session;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxModel(String name, OrtSession session) {
        this.name = name;
        this.session = session;
        OPEN.incrementAndGet();
    }

    /** Graphs of this process that are loaded and not closed. */
    public static int openCount() {
        return OPEN.get();
    }

    /**
     * Loads a graph ({@code .onnx} or {@code .ort}) for the CPU with one thread per run.
     *
     * @param name how messages call it
     * @throws DecodeException if the file is missing or no model
     */
    public static OnnxModel load(String name, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DecodeException("model %s: no file %s".formatted(name, file), null);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // One core per decode: parallelism comes from many streams, and a second thread per run would only steal
            // it.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // Utterances differ in length each time; planned memory patterns would be kept for every shape seen.
            options.setMemoryPatternOptimization(false);
            return new OnnxModel(name, ENVIRONMENT.createSession(file.toString(), options));
        } catch (OrtException e) {
            throw new DecodeException(
                    "model %s: %s cannot be loaded (%d bytes): %s"
                            .formatted(name, file.getFileName(), sizeOf(file), firstLine(e)),
                    e);
        }
    }

    /** How messages call this model. */
    public String name() {
        return name;
    }

    /** The names of the inputs. */
    public Set<String> inputNames() {
        return session.getInputNames();
    }

    /**
     * The shape of an input as the file declares it, −1 for a free axis.
     *
     * @throws DecodeException if the input is missing or of another type
     */
    public long[] inputShape(String input, OnnxJavaType type) {
        try {
            return shape("input", input, session.getInputInfo().get(input), type);
        } catch (OrtException e) {
            throw new DecodeException("model %s: inputs cannot be read".formatted(name), e);
        }
    }

    /**
     * The shape of an output as the file declares it, −1 for a free axis.
     *
     * @throws DecodeException if the output is missing or of another type
     */
    public long[] outputShape(String output, OnnxJavaType type) {
        try {
            return shape("output", output, session.getOutputInfo().get(output), type);
        } catch (OrtException e) {
            throw new DecodeException("model %s: outputs cannot be read".formatted(name), e);
        }
    }

    /**
     * Runs the graph.
     *
     * @param inputs by name
     * @param wanted outputs to allocate; the caller closes the result
     * @param pinned outputs to write into tensors of the caller
     * @throws DecodeException with the input shapes if the run fails
     */
    public OrtSession.Result run(
            Map<String, ? extends OnnxTensorLike> inputs, Set<String> wanted, Map<String, ? extends OnnxValue> pinned) {
        try {
            return session.run(inputs, wanted, pinned);
        } catch (OrtException e) {
            throw new DecodeException("model %s failed on %s: %s".formatted(name, shapes(inputs), firstLine(e)), e);
        }
    }

    /** A tensor over a direct buffer, from its position to its limit; the buffer is shared, not copied. */
    public static OnnxTensor tensor(FloatBuffer direct, long... shape) {
        try {
            return OnnxTensor.createTensor(ENVIRONMENT, requireDirect(direct), shape);
        } catch (OrtException e) {
            throw new DecodeException("no float tensor of shape " + Arrays.toString(shape), e);
        }
    }

    /** A tensor over a direct buffer, from its position to its limit; the buffer is shared, not copied. */
    public static OnnxTensor tensor(LongBuffer direct, long... shape) {
        try {
            return OnnxTensor.createTensor(ENVIRONMENT, requireDirect(direct), shape);
        } catch (OrtException e) {
            throw new DecodeException("no long tensor of shape " + Arrays.toString(shape), e);
        }
    }

    /** A tensor of one truth value with shape [1]. */
    public static OnnxTensor flag(boolean value) {
        try {
            return OnnxTensor.createTensor(ENVIRONMENT, new boolean[] {value});
        } catch (OrtException e) {
            throw new DecodeException("no boolean tensor", e);
        }
    }

    /** Frees the weights; once is enough. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        OPEN.decrementAndGet();
        try {
            session.close();
        } catch (OrtException e) {
            throw new DecodeException("model %s does not close".formatted(name), e);
        }
    }

    private long[] shape(String side, String tensor, @Nullable NodeInfo node, OnnxJavaType type) {
        if (node == null) {
            throw new DecodeException("model %s: %s %s is missing".formatted(name, side, tensor), null);
        }
        if (!(node.getInfo() instanceof TensorInfo info) || info.type != type) {
            throw new DecodeException(
                    "model %s: %s %s is not %s but %s".formatted(name, side, tensor, type, node.getInfo()), null);
        }
        return info.getShape();
    }

    private static String shapes(Map<String, ? extends OnnxTensorLike> inputs) {
        return inputs.entrySet().stream()
                .map(e -> e.getKey() + Arrays.toString(e.getValue().getInfo().getShape()))
                .sorted()
                .limit(4)
                .collect(Collectors.joining(", "));
    }

    private static <B extends Buffer> B requireDirect(B buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the buffer is not direct");
        }
        return buffer;
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    private static String firstLine(OrtException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
