package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.telemetry.VadMode;
import io.heliograph.server.testing.Pcm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is decoded when. Frames have 512 samples; all positions are counted by hand from that. */
final class UtterancePlannerTest {
    private static final StreamRules RULES = rules(0, 0);

    private static StreamRules rules(double maxBufferSeconds, double rmsThreshold) {
        return new StreamRules(
                0, 0, 16_000, 0, maxBufferSeconds, 8_000, 8_000, 16_000, 32_000, rmsThreshold, 0, 0, 0, 0, 1 << 20);
    }

    private static PlannerHarness planner(StreamRules rules) {
        return new PlannerHarness(rules, false, VadMode.CONTINUE, 0.5);
    }

    private static byte[] speech(int frames) {
        return Pcm.bytes(Pcm.tone(440, 0.3, frames * 512, 16_000));
    }

    private static byte[] silence(int frames) {
        return Pcm.bytes(Pcm.silence(frames * 512));
    }

    private static byte[] conversation(int seed) {
        Random random = new Random(seed);
        List<float[]> parts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            parts.add(Pcm.tone(
                    300 + random.nextInt(500), 0.06 + 0.3 * random.nextDouble(), random.nextInt(40_000), 16_000));
            parts.add(Pcm.noise(0.01, random.nextInt(16_000), seed));
        }
        return Pcm.bytes(Pcm.concat(parts.toArray(float[][]::new)));
    }

    @Property(tries = 60)
    void decidesTheSameHoweverTheAudioIsCut(
            @ForAll @IntRange(max = 1_000) int audioSeed,
            @ForAll @IntRange(max = 1_000_000) int chunkSeed,
            @ForAll @IntRange(min = 1, max = 64_000) int largestChunk) {
        byte[] audio = conversation(audioSeed);
        StreamRules rules = rules(2, 0.05);
        PlannerHarness whole = new PlannerHarness(rules, true, VadMode.CONTINUE, 0.5);
        whole.feed(audio);
        whole.finish(DecodeCause.FINAL_CHUNK);
        PlannerHarness cut = new PlannerHarness(rules, true, VadMode.CONTINUE, 0.5);
        Random random = new Random(chunkSeed);
        cut.feed(audio, () -> 1 + random.nextInt(largestChunk));
        cut.finish(DecodeCause.FINAL_CHUNK);
        assertEquals(whole.decisions, cut.decisions);
        assertEquals(0, cut.buffer.bufferedBytes());
    }

    @Test
    void whatIsDecodedAheadIsExactlyWhatIsSettled() {
        PlannerHarness planner = planner(RULES);
        planner.feed(speech(10));
        planner.feed(silence(16));
        // Speech ends at 5120; 3200 of tail are there with the 7th silent frame, 8000 of silence with the 16th.
        assertEquals(List.of("ahead 0-8320", "TRIGGER 0-8320"), planner.decisions);
        assertEquals(
                planner.ahead.getFirst().rms(),
                planner.settled.getFirst().audio().rms());
    }

    @Test
    void speechThatGoesOnTakesWhatWasDecodedAheadBack() {
        PlannerHarness planner = planner(RULES);
        planner.feed(speech(10));
        planner.feed(silence(8));
        planner.feed(speech(2));
        planner.feed(silence(16));
        assertEquals(List.of("ahead 0-8320", "abandoned", "ahead 0-13440", "TRIGGER 0-13440"), planner.decisions);
    }

    @Test
    void partialsComeAtTheirDistanceAndHearTheirWindow() {
        PlannerHarness planner = new PlannerHarness(RULES, true, VadMode.CONTINUE, 0.5);
        planner.feed(speech(100));
        // Due at 8000, then each 16000 behind the frame that was heard last: 8192, 24576, 40960.
        assertEquals(List.of("partial 0-8192", "partial 0-24576", "partial 8960-40960"), planner.decisions);
    }

    @Test
    void forcedSplitsLoseAndRepeatNothing() {
        PlannerHarness planner = planner(rules(2, 0));
        byte[] noise = Pcm.bytes(Pcm.noise(0.4, 10 * 16_000, 3));
        planner.feed(noise, () -> 3_333);
        planner.finish(DecodeCause.FINAL_CHUNK);
        long position = 0;
        for (DecodeOrder order : planner.settled) {
            assertEquals(position, order.audio().startSample());
            assertTrue(
                    order.audio().length() <= 2 * 16_000 + 512,
                    () -> order.audio().length() + " samples");
            position = order.audio().endSample();
        }
        assertTrue(planner.settled.size() > 4, planner.decisions.toString());
        // The last, incomplete frame was not heard as speech, but is within the tail.
        assertEquals(160_000, position);
    }

    @Test
    void aTooQuietUtteranceIsDroppedAndTheNextHeard() {
        PlannerHarness planner = planner(rules(0, 0.15));
        planner.feed(Pcm.bytes(Pcm.tone(440, 0.1, 10 * 512, 16_000)));
        planner.feed(silence(16));
        assertEquals(List.of("dropped RMS_GATE"), planner.decisions);
        planner.feed(Pcm.bytes(Pcm.tone(440, 0.9, 10 * 512, 16_000)));
        planner.feed(silence(16));
        assertEquals("TRIGGER 13312-21632", planner.decisions.getLast());
    }

    @Test
    void anEndpointThatEndsTheStreamDiscardsTheRest() {
        PlannerHarness planner = new PlannerHarness(RULES, true, VadMode.AUTO_END, 0.5);
        assertTrue(planner.feed(speech(10)));
        byte[] rest = Pcm.bytes(Pcm.concat(Pcm.silence(16 * 512), Pcm.tone(440, 0.3, 30 * 512, 16_000)));
        assertFalse(planner.feed(rest));
        planner.finish(DecodeCause.FINAL_CHUNK);
        assertEquals(List.of("ahead 0-8320", "AUTO_END 0-8320"), planner.decisions);
        assertEquals(0, planner.buffer.bufferedBytes());
    }

    @Test
    void aFinalChunkSettlesWhatAHalfCloseFindsTooQuiet() {
        PlannerHarness asked = planner(rules(0, 0.5));
        asked.feed(speech(10));
        asked.finish(DecodeCause.FINAL_CHUNK);
        assertEquals(List.of("FINAL_CHUNK 0-5120"), asked.decisions);
        PlannerHarness left = planner(rules(0, 0.5));
        left.feed(speech(10));
        left.finish(DecodeCause.HALF_CLOSE);
        assertEquals(List.of("dropped RMS_GATE"), left.decisions);
    }

    @Test
    void audioWithoutSpeechIsDecodedOnlyIfThereNeverWasAny() {
        PlannerHarness quiet = planner(RULES);
        quiet.feed(silence(20));
        quiet.finish(DecodeCause.FINAL_CHUNK);
        assertEquals(List.of("FINAL_CHUNK 0-10240"), quiet.decisions);
        assertEquals(0.9, quiet.settled.getFirst().noSpeechProbability(), 1e-6);
        PlannerHarness spoken = planner(RULES);
        spoken.feed(speech(10));
        spoken.feed(silence(40));
        spoken.finish(DecodeCause.FINAL_CHUNK);
        assertEquals(1, spoken.settled.size());
    }

    @Test
    void withoutADetectorAllAudioIsOneUtterance() {
        PlannerHarness planner = new PlannerHarness(RULES, false, VadMode.CONTINUE, 0);
        planner.feed(silence(100));
        planner.feed(Pcm.bytes(Pcm.silence(100)));
        planner.finish(DecodeCause.HALF_CLOSE);
        assertEquals(List.of("HALF_CLOSE 0-51300"), planner.decisions);
    }
}
