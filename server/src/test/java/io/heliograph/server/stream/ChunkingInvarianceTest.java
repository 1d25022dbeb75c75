package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The same audio gives the same finals with the same times, however it is cut into chunks. */
final class ChunkingInvarianceTest {
    private static final int MAX_CHUNK_BYTES = 64_000;

    @Property(tries = 40)
    void anyChunkingGivesTheSameFinals(
            @ForAll @IntRange(max = 1_000) int audioSeed,
            @ForAll @IntRange(max = 1_000_000) int chunkSeed,
            @ForAll @IntRange(min = 1, max = MAX_CHUNK_BYTES) int largestChunk)
            throws InterruptedException {
        byte[] audio = conversation(audioSeed);
        assertEquals(finals(audio, new Random(0), MAX_CHUNK_BYTES), finals(audio, new Random(chunkSeed), largestChunk));
    }

    private static List<String> finals(byte[] audio, Random random, int largestChunk) throws InterruptedException {
        try (StreamHarness harness = new StreamHarness(ScriptedModel.naming())) {
            harness.session("s", Map.of("emit_final_on_vad", "1", "partial", "1"));
            StreamHarness.Call call = harness.call("s");
            for (int at = 0; at < audio.length; ) {
                int size = Math.min(audio.length - at, random.nextInt(largestChunk + 1));
                call.send(Arrays.copyOfRange(audio, at, at + size));
                at += size;
            }
            assertEquals(StatusName.OK, call.halfClose().end().status());
            List<String> finals = new ArrayList<>();
            for (RecognitionResult result : call.finals()) {
                finals.add("%s [%s, %s]".formatted(result.text(), result.startSec(), result.endSec()));
            }
            return finals;
        }
    }

    /** A few stretches of loud and quiet audio of odd lengths. */
    private static byte[] conversation(int seed) {
        Random random = new Random(seed);
        List<float[]> parts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            parts.add(Pcm.tone(300 + random.nextInt(500), 0.3, random.nextInt(20_000), 16_000));
            parts.add(Pcm.noise(0.01, random.nextInt(16_000), seed));
        }
        return Pcm.bytes(Pcm.concat(parts.toArray(float[][]::new)));
    }
}
