package io.heliograph.server.decode.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.decode.onnx.DirectFloats;
import io.heliograph.server.decode.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Token by token through the merged decoder, the most probable one each time. The first pass takes the start token and, if there
 * is one, the whole draft: the graph gives logits for every position, so one pass tells how far the draft is what the model would
 * have said. The cache is cut behind that prefix and the search goes on. Confined to one thread.
 */
final class GreedySearch implements AutoCloseable {
    private static final int START = 1;
    private static final int END = 2;

    private final OnnxModel decoder;
    private final MoonshineModel.Dimensions dimensions;
    private final RunTimer runTimer;
    private final Set<String> firstOutputs = new LinkedHashSet<>();
    private final Set<String> stepOutputs = new LinkedHashSet<>();
    private final String[] selfNames;
    private final String[] crossNames;
    private final OnnxTensor firstBranch = OnnxModel.flag(false);
    private final OnnxTensor cachedBranch = OnnxModel.flag(true);
    private final OnnxTensor emptyCache;
    private final DirectFloats logits;
    private final LongBuffer ids = ByteBuffer.allocateDirect(1024 * Long.BYTES)
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    private final DirectFloats[] cutBuffers;
    private final float[] row;
    private FloatBuffer passLogits;
    private long draftOffered;
    private long draftKept;

    /** What a search found; the array is the caller's. */
    static final class Outcome {
        private final int[] tokens;
        private final boolean capped;

        Outcome(int[] tokens, boolean capped) {
            this.tokens = tokens;
            this.capped = capped;
        }

        /** Ids without start and end. */
        int[] tokens() {
            return tokens;
        }

        /** Whether the token cap stopped the search. */
        boolean isCapped() {
            return capped;
        }
    }

    GreedySearch(OnnxModel decoder, MoonshineModel.Dimensions dimensions, RunTimer runTimer) {
        this.decoder = decoder;
        this.dimensions = dimensions;
        this.runTimer = runTimer;
        this.selfNames = names(".decoder");
        this.crossNames = names(".encoder");
        for (String name : selfNames) {
            firstOutputs.add("present" + name);
            stepOutputs.add("present" + name);
        }
        for (String name : crossNames) {
            firstOutputs.add("present" + name);
        }
        this.emptyCache =
                OnnxModel.tensor(DirectFloats.allocate(1).limit(0), 1, dimensions.heads(), 0, dimensions.headSize());
        this.logits = new DirectFloats(16 * dimensions.vocabulary());
        this.passLogits = logits.cleared(0);
        this.cutBuffers = new DirectFloats[selfNames.length];
        Arrays.setAll(cutBuffers, i -> new DirectFloats(32 * dimensions.heads() * dimensions.headSize()));
        this.row = new float[dimensions.vocabulary()];
    }

    /**
     * Searches.
     *
     * @param hidden encoder output [1, frames, hidden]
     * @param mask the encoder's own mask, one per sample
     * @param draft tokens that are probably right, may be empty
     * @param maxTokens at most that many
     * @param cancelled asked before each pass
     */
    Outcome search(OnnxTensor hidden, OnnxTensor mask, Hypothesis draft, int maxTokens, BooleanSupplier cancelled) {
        int[] tokens = new int[Math.min(maxTokens, ids.capacity() - 1)];
        int offered = Math.min(draft.tokenCount(), tokens.length - 1);
        ids.clear().put(START);
        for (int i = 0; i < offered; i++) {
            ids.put(draft.token(i));
        }
        ids.flip();
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        inputs.put("encoder_hidden_states", hidden);
        inputs.put("encoder_attention_mask", mask);
        try (OrtSession.Result first = firstPass(inputs)) {
            int count = agreed(draft, offered, tokens);
            draftOffered += offered;
            draftKept += count;
            int next = bestToken(count);
            for (String name : crossNames) {
                inputs.put("past_key_values" + name, tensor(first, name));
            }
            inputs.put("use_cache_branch", cachedBranch);
            try (SelfCache cache = new SelfCache(first, offered + 1, count + 1)) {
                return steps(inputs, cache, tokens, count, next, cancelled);
            }
        }
    }

    long[] draftTokens() {
        return new long[] {draftOffered, draftKept};
    }

    @Override
    public void close() {
        emptyCache.close();
        cachedBranch.close();
        firstBranch.close();
    }

    private OrtSession.Result firstPass(Map<String, OnnxTensorLike> inputs) {
        for (String name : selfNames) {
            inputs.put("past_key_values" + name, emptyCache);
        }
        for (String name : crossNames) {
            inputs.put("past_key_values" + name, emptyCache);
        }
        inputs.put("use_cache_branch", firstBranch);
        return pass(inputs, firstOutputs);
    }

    private Outcome steps(
            Map<String, OnnxTensorLike> inputs,
            SelfCache cache,
            int[] tokens,
            int already,
            int firstToken,
            BooleanSupplier cancelled) {
        int count = already;
        int next = firstToken;
        while (next != END) {
            if (count == tokens.length) {
                return new Outcome(tokens, true);
            }
            tokens[count++] = next;
            if (cancelled.getAsBoolean()) {
                break;
            }
            ids.clear().put(next).flip();
            cache.putInto(inputs);
            cache.replace(pass(inputs, stepOutputs));
            next = bestToken(0);
        }
        return new Outcome(Arrays.copyOf(tokens, count), false);
    }

    /** One pass over the ids; afterwards {@code passLogits} holds one row per id. */
    private OrtSession.Result pass(Map<String, OnnxTensorLike> inputs, Set<String> outputs) {
        int length = ids.limit();
        passLogits = logits.cleared(length * dimensions.vocabulary());
        try (OnnxTensor idTensor = OnnxModel.tensor(ids, 1, length);
                OnnxTensor logitTensor = OnnxModel.tensor(passLogits, 1, length, dimensions.vocabulary())) {
            inputs.put("input_ids", idTensor);
            long start = runTimer.start();
            OrtSession.Result result = decoder.run(inputs, outputs, Map.of("logits", logitTensor));
            runTimer.stop(start);
            return result;
        }
    }

    /** Copies the leading draft tokens that the model would have chosen itself, and says how many. */
    private int agreed(Hypothesis draft, int offered, int[] tokens) {
        int count = 0;
        while (count < offered && bestToken(count) == draft.token(count)) {
            tokens[count] = draft.token(count);
            count++;
        }
        return count;
    }

    private int bestToken(int position) {
        int vocabulary = dimensions.vocabulary();
        passLogits.get(position * vocabulary, row);
        int best = 0;
        float highest = row[0];
        for (int i = 1; i < vocabulary; i++) {
            if (row[i] > highest) {
                highest = row[i];
                best = i;
            }
        }
        return best;
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) {
        return (OnnxTensor) result.get("present" + name).orElseThrow();
    }

    private String[] names(String side) {
        String[] names = new String[dimensions.layers() * 2];
        for (int layer = 0; layer < dimensions.layers(); layer++) {
            names[2 * layer] = "." + layer + side + ".key";
            names[2 * layer + 1] = "." + layer + side + ".value";
        }
        return names;
    }

    /**
     * The decoder's own keys and values so far. They stay in the runtime's memory from pass to pass; only a draft that was right
     * in part makes us copy the part that counts.
     */
    private final class SelfCache implements AutoCloseable {
        private final OnnxTensor[] current = new OnnxTensor[selfNames.length];
        private OrtSession.@Nullable Result owner;
        private boolean ownsTensors;

        SelfCache(OrtSession.Result first, int positions, int wanted) {
            ownsTensors = wanted != positions;
            for (int i = 0; i < selfNames.length; i++) {
                OnnxTensor full = tensor(first, selfNames[i]);
                current[i] = ownsTensors ? cut(full, cutBuffers[i], positions, wanted) : full;
            }
        }

        void putInto(Map<String, OnnxTensorLike> inputs) {
            for (int i = 0; i < selfNames.length; i++) {
                inputs.put("past_key_values" + selfNames[i], current[i]);
            }
        }

        void replace(OrtSession.Result result) {
            close();
            owner = result;
            for (int i = 0; i < selfNames.length; i++) {
                current[i] = tensor(result, selfNames[i]);
            }
        }

        @Override
        public void close() {
            if (owner != null) {
                owner.close();
                owner = null;
            } else if (ownsTensors) {
                ownsTensors = false;
                for (OnnxTensor tensor : current) {
                    tensor.close();
                }
            }
        }

        /** The first {@code wanted} positions of a cache [1, heads, positions, headSize]. */
        private OnnxTensor cut(OnnxTensor full, DirectFloats target, int positions, int wanted) {
            FloatBuffer from = full.getFloatBuffer();
            int size = dimensions.headSize();
            FloatBuffer to = target.cleared(dimensions.heads() * wanted * size);
            for (int head = 0; head < dimensions.heads(); head++) {
                to.put(from.slice(head * positions * size, wanted * size));
            }
            return OnnxModel.tensor(to.flip(), 1, dimensions.heads(), wanted, size);
        }
    }
}
