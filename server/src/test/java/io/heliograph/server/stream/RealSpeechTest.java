package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.decode.Recognizer;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.RealModels;
import io.heliograph.server.vad.SileroModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real speech through the real models. */
final class RealSpeechTest {
    private static final Map<String, String> FINALS = Map.of("emit_final_on_vad", "1");
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    /** Two frames of the detector: another processor's arithmetic may move an edge by one. */
    private static final double TIME_TOLERANCE_SEC = 0.065;

    private static MoonshineModel moonshine;
    private static SileroModel silero;

    @BeforeAll
    static void load() {
        moonshine = RealModels.moonshine();
        silero = RealModels.silero();
    }

    @AfterAll
    static void free() {
        moonshine.close();
        silero.close();
    }

    private static StreamHarness harness() {
        return new StreamHarness(new Borrowed(moonshine), silero::newDetector, 64);
    }

    /** A scheduler closes its model when it ends; this one outlives it, because all harnesses take it by turns. */
    private record Borrowed(SpeechModel model) implements SpeechModel {
        @Override
        public String id() {
            return model.id();
        }

        @Override
        public Recognizer newRecognizer() {
            return model.newRecognizer();
        }

        @Override
        public void close() {}
    }

    private static List<RecognitionResult> finals(byte[] audio, Random random, int largestChunk)
            throws InterruptedException {
        try (StreamHarness harness = harness()) {
            harness.session("s", FINALS);
            StreamHarness.Call call = harness.call("s");
            for (int at = 0; at < audio.length; ) {
                int size = Math.min(audio.length - at, random.nextInt(1, largestChunk + 1));
                call.send(Arrays.copyOfRange(audio, at, at + size));
                at += size;
            }
            assertEquals(StatusName.OK, call.halfClose().end().status());
            return call.finals();
        }
    }

    @Test
    void theSampleRecordingGivesItsGoldenSession() throws Exception {
        compare("beckett", RealModels.sample("beckett.wav"));
    }

    @Test
    void theRecordingsBesideTheCheckoutGiveTheirGoldenSessions() throws Exception {
        for (String name : List.of("jfk-16k", "digits-16k")) {
            Optional<byte[]> audio = RealModels.besideCheckout(name + ".wav");
            if (audio.isPresent()) {
                compare(name, audio.get());
            }
        }
    }

    @Test
    void anyChunkingOfRealSpeechGivesExactlyTheSameFinals() throws Exception {
        byte[] audio = RealModels.sample("beckett.wav");
        List<RecognitionResult> once = finals(audio, new Random(1), 64_000);
        assertEquals(once, finals(audio, new Random(2), 7_001));
        assertEquals(once, finals(audio, new Random(3), 5));
    }

    @Test
    void silenceAndNoiseProduceNoWords() throws Exception {
        assertEquals(List.of(), finals(Pcm.bytes(Pcm.silence(80_000)), new Random(1), 3_200));
        for (double amplitude : new double[] {0.001, 0.01, 0.1, 0.5}) {
            assertEquals(
                    List.of(),
                    finals(Pcm.bytes(Pcm.noise(amplitude, 80_000, 7)), new Random(1), 3_200),
                    "noise of amplitude " + amplitude);
        }
    }

    @Test
    void partialsGrowIntoTheFinal() throws Exception {
        byte[] audio = RealModels.sample("beckett.wav");
        try (StreamHarness harness = harness()) {
            harness.session("s", Map.of("emit_final_on_vad", "1", "partial", "1"));
            StreamHarness.Call call = harness.call("s");
            for (int at = 0; at < audio.length; at += 3_200) {
                call.send(Arrays.copyOfRange(audio, at, Math.min(audio.length, at + 3_200)));
            }
            call.halfClose().end();
            String committed = "";
            for (RecognitionResult result : call.results) {
                assertTrue(result.committedText().startsWith(committed), result.toString());
                committed = result.committedText();
            }
            assertEquals("", call.results.getLast().unstableText());
            assertTrue(words(committed).endsWith("fail better"), committed);
        }
    }

    private static void compare(String name, byte[] audio) throws Exception {
        List<String> lines = new ArrayList<>();
        for (RecognitionResult result : finals(audio, new Random(1), 3_200)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.3f\t%.3f\t%s",
                    result.startSec(),
                    result.endSec(),
                    result.text().strip()));
        }
        Path file = GOLDEN.resolve(name + ".tsv");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.write(file, lines, StandardCharsets.UTF_8);
        }
        List<String> golden = read(file);
        assertEquals(golden.size(), lines.size(), () -> "finals: " + lines);
        for (int i = 0; i < golden.size(); i++) {
            String[] expected = golden.get(i).split("\t", -1);
            String[] actual = lines.get(i).split("\t", -1);
            assertEquals(words(expected[2]), words(actual[2]));
            assertEquals(Double.parseDouble(expected[0]), Double.parseDouble(actual[0]), TIME_TOLERANCE_SEC);
            assertEquals(Double.parseDouble(expected[1]), Double.parseDouble(actual[1]), TIME_TOLERANCE_SEC);
        }
    }

    private static List<String> read(Path file) throws IOException {
        assertTrue(Files.isRegularFile(file), "no " + file + ": make it with -Dgolden.update=true and look at it");
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").strip();
    }
}
