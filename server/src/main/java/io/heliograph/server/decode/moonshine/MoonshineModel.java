package io.heliograph.server.decode.moonshine;

import ai.onnxruntime.OnnxJavaType;
import io.heliograph.server.decode.DecodeException;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.decode.onnx.OnnxModel;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Moonshine, first version, in two files: {@code encoder_model.ort} and {@code decoder_model_merged.ort} with
 * {@code tokenizer.bin} beside them. Dimensions are read from the graphs. Thread-safe.
 */
public final class MoonshineModel implements SpeechModel {
    private final String id;
    private final String weights;
    private final OnnxModel encoder;
    private final OnnxModel decoder;
    private final MoonshineTokenizer tokenizer;
    private final Dimensions dimensions;
    private final Ticker ticker;

    private MoonshineModel(
            String id,
            String weights,
            OnnxModel encoder,
            OnnxModel decoder,
            MoonshineTokenizer tokenizer,
            Ticker ticker) {
        this.id = id;
        this.weights = weights;
        this.encoder = encoder;
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.dimensions = Dimensions.of(encoder, decoder);
        this.ticker = ticker;
        if (tokenizer.size() != dimensions.vocabulary) {
            throw new DecodeException(
                    "model %s: the tokenizer has %d tokens, the decoder %d"
                            .formatted(id, tokenizer.size(), dimensions.vocabulary),
                    null);
        }
    }

    /**
     * Loads the three files of a folder.
     *
     * @param ticker measures the time inside the graphs
     * @throws DecodeException naming the file, tensor or size that is wrong
     */
    public static MoonshineModel load(String id, Path folder, Ticker ticker) {
        MoonshineTokenizer tokenizer = MoonshineTokenizer.load(folder.resolve("tokenizer.bin"));
        OnnxModel encoder = OnnxModel.load(id + " encoder", folder.resolve("encoder_model.ort"));
        try {
            OnnxModel decoder = OnnxModel.load(id + " decoder", folder.resolve("decoder_model_merged.ort"));
            try {
                return new MoonshineModel(
                        id, String.valueOf(folder.getFileName()), encoder, decoder, tokenizer, ticker);
            } catch (DecodeException e) {
                decoder.close();
                throw e;
            }
        } catch (DecodeException e) {
            encoder.close();
            throw e;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String weights() {
        return weights;
    }

    @Override
    public MoonshineRecognizer newRecognizer() {
        return new MoonshineRecognizer(encoder, decoder, tokenizer, dimensions, ticker);
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }

    /** The sizes that the graphs declare. */
    record Dimensions(int layers, int heads, int headSize, int hidden, int vocabulary) {

        static Dimensions of(OnnxModel encoder, OnnxModel decoder) {
            requireRank(encoder, "input_values", encoder.inputShape("input_values", OnnxJavaType.FLOAT), 2);
            requireRank(encoder, "attention_mask", encoder.inputShape("attention_mask", OnnxJavaType.INT64), 2);
            long[] hidden = encoder.outputShape("last_hidden_state", OnnxJavaType.FLOAT);
            requireRank(encoder, "last_hidden_state", hidden, 3);
            decoder.inputShape("input_ids", OnnxJavaType.INT64);
            decoder.inputShape("encoder_attention_mask", OnnxJavaType.INT64);
            decoder.inputShape("use_cache_branch", OnnxJavaType.BOOL);
            long[] states = decoder.inputShape("encoder_hidden_states", OnnxJavaType.FLOAT);
            if (states[2] != hidden[2]) {
                throw new DecodeException(
                        "%s gives %d values per frame, %s wants %d"
                                .formatted(encoder.name(), hidden[2], decoder.name(), states[2]),
                        null);
            }
            long[] logits = decoder.outputShape("logits", OnnxJavaType.FLOAT);
            requireRank(decoder, "logits", logits, 3);
            int layers = 0;
            while (decoder.inputNames().contains("past_key_values." + layers + ".decoder.key")) {
                layers++;
            }
            if (layers == 0) {
                throw new DecodeException("%s has no past_key_values.0.decoder.key".formatted(decoder.name()), null);
            }
            long[] cache = decoder.inputShape("past_key_values.0.decoder.key", OnnxJavaType.FLOAT);
            requireRank(decoder, "past_key_values.0.decoder.key", cache, 4);
            for (int layer = 0; layer < layers; layer++) {
                for (String kind : new String[] {".decoder.key", ".decoder.value", ".encoder.key", ".encoder.value"}) {
                    decoder.inputShape("past_key_values." + layer + kind, OnnxJavaType.FLOAT);
                    decoder.outputShape("present." + layer + kind, OnnxJavaType.FLOAT);
                }
            }
            return new Dimensions(layers, (int) cache[1], (int) cache[3], (int) hidden[2], (int) logits[2]);
        }

        private static void requireRank(OnnxModel model, String tensor, long[] shape, int rank) {
            if (shape.length != rank) {
                throw new DecodeException(
                        "%s: %s has shape %s, expected %d axes"
                                .formatted(model.name(), tensor, Arrays.toString(shape), rank),
                        null);
            }
        }
    }
}
