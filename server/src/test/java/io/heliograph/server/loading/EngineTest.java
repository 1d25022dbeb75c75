package io.heliograph.server.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.decode.onnx.OnnxModel;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the installed weights make of a plan. */
final class EngineTest {
    private static final Path WEIGHTS = ModelsFolder.standard().resolve(BuiltInModels.MOONSHINE_TINY_EN);

    @TempDir
    private Path folder;

    private final Engine engine = new Engine(ModelsFolder.standard(), Ticker.system());

    private static LoadPlan plan(String size, @Nullable Path place) {
        return new LoadPlan("second", size, "faster_whisper", "cpu", "int8", 1, Optional.ofNullable(place));
    }

    private String refusal(LoadPlan plan) {
        int before = OnnxModel.openCount();
        String words = String.valueOf(
                assertThrows(RuntimeException.class, () -> engine.load(plan)).getMessage());
        assertEquals(before, OnnxModel.openCount(), "nothing is left open");
        assertEquals(1, words.lines().count(), words);
        return words;
    }

    private Path copy(List<String> files) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        for (String file : files) {
            Files.copy(WEIGHTS.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    @Test
    void theSameWeightsServeUnderASecondIdAndTheirMemoryIsGivenBack() throws InterruptedException {
        int before = OnnxModel.openCount();
        try (DecodeScheduler scheduler =
                new DecodeScheduler(new ScriptedModel("default", audio -> ""), 1, Ticker.system())) {
            SpeechModel model = engine.load(plan("ignored", WEIGHTS));
            assertEquals("second", model.id());
            assertEquals(BuiltInModels.MOONSHINE_TINY_EN, model.weights());
            scheduler.load(model, 2);
            assertEquals(before + 2, OnnxModel.openCount(), "an encoder and a decoder");
            assertTrue(scheduler.unload("second", TimeUnit.SECONDS.toNanos(60)));
            assertEquals(before, OnnxModel.openCount());
        }
    }

    @ParameterizedTest
    @CsvSource({"small", "tiny", "Tiny.EN", "moonshine-tiny-en"})
    void theUsualNamesAndItsOwnNameTheBuiltInModel(String size) {
        try (SpeechModel model = engine.load(plan(size, null))) {
            assertEquals(BuiltInModels.MOONSHINE_TINY_EN, model.weights());
        }
        assertEquals(Optional.empty(), engine.lacks(plan(size, null)));
    }

    @Test
    void anUnknownNameIsToldWithThoseThatThereAre() {
        String words = refusal(plan("large-v3", null));
        assertTrue(words.contains("there is no model large-v3") && words.contains("moonshine-tiny-en"), words);
        assertTrue(refusal(plan("silero-vad", null)).contains("recognises no speech"));
        assertTrue(refusal(plan("../x\ny", null)).contains("there is no model ../x?y"));
        assertTrue(engine.lacks(plan("large-v3", null)).isPresent());
        assertEquals(
                "default",
                closed(engine.loadAtStart(
                        new LoadPlan("default", "large-v3", "faster_whisper", "cpu", "int8", 1, Optional.empty()))));
    }

    private static String closed(SpeechModel model) {
        model.close();
        return model.id();
    }

    @ParameterizedTest
    @CsvSource({
        "faster_whisper, cuda, float16, there is no device cuda",
        "torch_whisper, mps, float16, there is no device mps",
        "mlx_whisper, mlx, float16, there is no device mlx",
        "mlx_whisper, cpu, int8, backend mlx_whisper does not compute on device cpu",
        "vosk, cpu, int8, there is no backend vosk",
        "faster_whisper, cpu, float16, there are no weights of compute_type float16"
    })
    void whatThisServerHasNotIsSaidInWords(String backend, String device, String computeType, String words) {
        LoadPlan plan = new LoadPlan("second", "small", backend, device, computeType, 1, Optional.empty());
        assertTrue(refusal(plan).contains(words));
    }

    @Test
    void aFolderThatIsNoneOrHoldsNoModelIsRefused() throws IOException {
        assertTrue(refusal(plan("small", folder.resolve("none"))).contains("there is no folder"));
        assertTrue(refusal(plan("small", folder)).contains("holds no model"));
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertTrue(refusal(plan("small", file)).contains("there is no folder"));
    }

    @Test
    void aCopyWithOtherBytesIsRefusedBeforeTheRuntimeSeesIt() throws IOException {
        Path copy = copy(List.of("manifest.json", "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"));
        byte[] encoder = Files.readAllBytes(copy.resolve("encoder_model.ort"));
        encoder[encoder.length / 2] ^= 1;
        Files.write(copy.resolve("encoder_model.ort"), encoder);
        String words = refusal(plan("small", copy));
        assertTrue(words.contains("is damaged") && words.contains("encoder_model.ort"), words);
    }

    @Test
    void bareFilesAreAModelUnlessTheRuntimeCannotReadThem() throws IOException {
        Path copy = copy(List.of("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"));
        try (SpeechModel model = engine.load(plan("small", copy))) {
            assertEquals("copy", model.weights());
        }
        Path decoder = copy.resolve("decoder_model_merged.ort");
        Files.write(decoder, Arrays.copyOf(Files.readAllBytes(decoder), 1_000));
        String words = refusal(plan("small", copy));
        assertTrue(words.contains("decoder_model_merged.ort cannot be loaded (1000 bytes)"), words);
        assertFalse(words.contains("\n"));
    }
}
