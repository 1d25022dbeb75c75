package io.heliograph.server.vad;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.decode.DecodeException;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.RealModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SileroDetectorTest {
    private static SileroModel model;
    private static float[] speech;

    @BeforeAll
    static void load() throws IOException {
        model = RealModels.silero();
        byte[] bytes = RealModels.sample("beckett.wav");
        speech = new float[bytes.length / 2];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < speech.length; i++) {
            speech[i] = buffer.getShort() / 32768f;
        }
    }

    @AfterAll
    static void free() {
        model.close();
    }

    private static float[] detect(VoiceDetector detector, float[] samples, Random sizes, int largest) {
        int windows = samples.length / VoiceDetector.WINDOW_SAMPLES;
        float[] all = new float[windows];
        for (int done = 0; done < windows; ) {
            int count = Math.min(windows - done, sizes.nextInt(1, largest + 1));
            float[] some = new float[count];
            detector.detect(samples, done * VoiceDetector.WINDOW_SAMPLES, count, some);
            System.arraycopy(some, 0, all, done, count);
            done += count;
        }
        return all;
    }

    @Test
    void howManyWindowsACallBringsChangesNothingToTheLastBit() {
        float[] one = detect(model.newDetector(), speech, new Random(1), 1);
        assertArrayEquals(one, detect(model.newDetector(), speech, new Random(2), 9));
        assertArrayEquals(one, detect(model.newDetector(), speech, new Random(3), 63));
    }

    @Test
    void hearsSpeechAndNotSilenceOrNoise() {
        float[] probabilities = detect(model.newDetector(), speech, new Random(1), 4);
        float highest = 0;
        for (float probability : probabilities) {
            highest = Math.max(highest, probability);
        }
        assertTrue(highest > 0.9, "highest " + highest);
        for (float probability : detect(model.newDetector(), Pcm.noise(0.1, 32_000, 1), new Random(1), 4)) {
            assertTrue(probability < 0.5, "noise " + probability);
        }
    }

    @Test
    void aResetDetectorIsAsNew() {
        VoiceDetector used = model.newDetector();
        float[] fresh = detect(used, speech, new Random(1), 4);
        used.reset();
        assertArrayEquals(fresh, detect(used, speech, new Random(1), 4));
    }

    @Test
    void anotherGraphIsRefusedByItsTensors(@TempDir Path folder) throws IOException {
        Path wrong = folder.resolve("wrong.onnx");
        Files.write(wrong, new byte[] {1, 2, 3});
        assertThrows(DecodeException.class, () -> SileroModel.load(wrong));
        assertThrows(DecodeException.class, () -> SileroModel.load(folder.resolve("none.onnx")));
    }

    @Test
    void thePoolGrowsToItsBoundAndTakesDetectorsBack() {
        DetectorPool pool = new DetectorPool(model::newDetector, 1, 1.5, 1);
        DetectorPool.Lease first = pool.lease(2).orElseThrow();
        DetectorPool.Lease second = pool.lease(2).orElseThrow();
        assertEquals(Optional.empty(), pool.lease(2));
        assertEquals(2, pool.inUse());
        first.close();
        first.close();
        assertEquals(1, pool.inUse());
        DetectorPool.Lease again = pool.lease(2).orElseThrow();
        assertEquals(first.detector(), again.detector());
        again.close();
        second.close();
        assertEquals(0, pool.inUse());
    }
}
