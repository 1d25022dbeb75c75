package io.heliograph.server.decode.moonshine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeException;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.ModelStore;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.RealModels;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MoonshineRecognizerTest {
    private static final DecodeOptions OPTIONS = new DecodeOptions("", "transcribe", Map.of());

    private static MoonshineModel model;
    private static MoonshineRecognizer recognizer;
    private static float[] speech;

    @BeforeAll
    static void load() throws IOException {
        model = RealModels.moonshine();
        recognizer = model.newRecognizer();
        byte[] bytes = RealModels.sample("beckett.wav");
        speech = new float[bytes.length / 2];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < speech.length; i++) {
            speech[i] = buffer.getShort() / 32768f;
        }
    }

    @AfterAll
    static void free() {
        recognizer.close();
        model.close();
    }

    private static Hypothesis decode(float[] samples, @Nullable Hypothesis draft) {
        return recognizer.decode(AudioView.of(samples), OPTIONS, DecodePurpose.PARTIAL, draft, () -> false);
    }

    private static String text(Hypothesis hypothesis) {
        return hypothesis.segments().isEmpty()
                ? ""
                : hypothesis.segments().getFirst().text();
    }

    @Test
    void recognisesTheSample() {
        for (DecodePurpose purpose : DecodePurpose.values()) {
            String text = text(recognizer.decode(AudioView.of(speech), OPTIONS, purpose, null, () -> false));
            assertTrue(text.contains("no matter"), text);
            assertTrue(text.contains("fail better"), text);
        }
    }

    @Test
    void timesEndWithTheRealAudio() {
        Hypothesis hypothesis = decode(speech, null);
        assertEquals(0, hypothesis.segments().getFirst().startSec());
        assertEquals(speech.length / 16_000.0, hypothesis.segments().getFirst().endSec());
    }

    @Test
    void theSameAudioGivesTheSameTokensAgain() {
        Hypothesis first = decode(speech, null);
        decode(Arrays.copyOf(speech, 40_000), null);
        Hypothesis again = decode(speech, null);
        assertEquals(first.tokenCount(), again.tokenCount());
        assertEquals(text(first), text(again));
    }

    @Test
    void aRightDraftIsKeptWhole() {
        Hypothesis plain = decode(speech, null);
        long[] before = recognizer.draftTokens();
        Hypothesis drafted = decode(speech, plain);
        long[] after = recognizer.draftTokens();
        assertEquals(text(plain), text(drafted));
        assertEquals(plain.tokenCount(), after[0] - before[0]);
        assertEquals(plain.tokenCount(), after[1] - before[1]);
    }

    @Test
    void aWrongDraftIsCorrected() {
        Hypothesis plain = decode(speech, null);
        int[] wrong = new int[plain.tokenCount()];
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = i == wrong.length / 2 ? 777 : plain.token(i);
        }
        assertEquals(text(plain), text(decode(speech, new Hypothesis(List.of(), wrong, Set.of()))));
    }

    @Test
    void aDraftOfNonsenseIsThrownAway() {
        int[] nonsense = new int[60];
        Arrays.fill(nonsense, 12_345);
        assertEquals(text(decode(speech, null)), text(decode(speech, new Hypothesis(List.of(), nonsense, Set.of()))));
    }

    @Test
    void digitalSilenceIsNotDecoded() {
        Hypothesis hypothesis = decode(Pcm.silence(16_000), null);
        assertEquals(List.of(), hypothesis.segments());
        assertEquals(Set.of(Hypothesis.Suspicion.SILENT_AUDIO), hypothesis.suspicions());
    }

    @Test
    void aSingleSampleIsNoReasonToFail() {
        assertEquals(
                1 / 16_000.0,
                decode(new float[] {0.5f}, null).segments().stream()
                        .mapToDouble(io.heliograph.server.decode.Segment::endSec)
                        .max()
                        .orElse(1 / 16_000.0));
    }

    @Test
    void aCancelledDecodeStopsAtTheNextStep() {
        int[] asked = {0};
        recognizer.decode(AudioView.of(speech), OPTIONS, DecodePurpose.SETTLED, null, () -> {
            asked[0]++;
            return true;
        });
        assertEquals(1, asked[0]);
    }

    @Test
    void aMissingATruncatedAndAWrongFileAreNamed(@TempDir Path folder) throws IOException {
        Path good = new ModelStore(ModelsFolder.standard())
                .find(BuiltInModels.MOONSHINE_TINY_EN)
                .orElseThrow()
                .folder();
        assertMessage(folder, "tokenizer.bin");
        Files.copy(good.resolve("tokenizer.bin"), folder.resolve("tokenizer.bin"));
        assertMessage(folder, "encoder_model.ort");
        Files.write(folder.resolve("encoder_model.ort"), new byte[1_000]);
        assertMessage(folder, "encoder_model.ort");
        Files.delete(folder.resolve("encoder_model.ort"));
        // A decoder where the encoder should be: loads, but has other tensors.
        Files.copy(good.resolve("decoder_model_merged.ort"), folder.resolve("encoder_model.ort"));
        Files.copy(good.resolve("decoder_model_merged.ort"), folder.resolve("decoder_model_merged.ort"));
        assertMessage(folder, "input_values");
        Files.write(folder.resolve("tokenizer.bin"), new byte[] {5, 'a', 'b'});
        assertMessage(folder, "truncated");
    }

    private static void assertMessage(Path folder, String part) {
        DecodeException e =
                assertThrows(DecodeException.class, () -> MoonshineModel.load("test", folder, Ticker.system()));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
