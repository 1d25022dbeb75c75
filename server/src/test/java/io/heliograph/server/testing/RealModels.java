package io.heliograph.server.testing;

import io.heliograph.server.audio.WavReader;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.InstalledModel;
import io.heliograph.server.model.ModelStore;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.SileroModel;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The installed models and real recordings. */
public final class RealModels {
    private static final Path RECORDINGS_BESIDE_CHECKOUT = Path.of("..", "..", "shared", "audio");

    private RealModels() {}

    public static MoonshineModel moonshine() {
        return MoonshineModel.load(
                BuiltInModels.MOONSHINE_TINY_EN,
                installed(BuiltInModels.MOONSHINE_TINY_EN).folder(),
                Ticker.system());
    }

    public static SileroModel silero() {
        return SileroModel.load(installed(BuiltInModels.SILERO_VAD).file("silero_vad_16k_sequence.onnx"));
    }

    /** A 16 kHz recording that comes with the models, 16-bit bytes. */
    public static byte[] sample(String name) throws IOException {
        return pcm16(installed(BuiltInModels.SAMPLES).file(name));
    }

    /** A recording that may lie beside the checkout; says so if it does not. */
    public static Optional<byte[]> besideCheckout(String name) throws IOException {
        Path file = RECORDINGS_BESIDE_CHECKOUT.resolve(name);
        if (!Files.isRegularFile(file)) {
            System.out.println("not checked, because there is no recording " + name + " beside the checkout");
            return Optional.empty();
        }
        return Optional.of(pcm16(file));
    }

    private static byte[] pcm16(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                WavReader reader = new WavReader(in)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] block = new byte[8_192];
            for (int count = reader.read(block, 0, block.length); count >= 0; ) {
                bytes.write(block, 0, count);
                count = reader.read(block, 0, block.length);
            }
            return bytes.toByteArray();
        }
    }

    private static InstalledModel installed(String id) {
        return new ModelStore(ModelsFolder.standard())
                .find(id)
                .orElseThrow(() ->
                        new AssertionError("the tests need the model " + id + ": run ./heliograph model pull first"));
    }
}
