package io.heliograph.server.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.WavReader;
import io.heliograph.server.audio.WavWriter;
import io.heliograph.server.limits.CaptureLimits;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings on a real disk. */
final class RecordingsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T06:07:08Z");
    private static final CaptureLimits UNLIMITED = new CaptureLimits(true, 0, null, null, null);
    private static final byte[] TONE = Pcm.bytes(Pcm.tone(440, 0.3, 1_600, 16_000));

    @TempDir
    Path temporary;

    private final CountDownLatch diskWorks = new CountDownLatch(1);
    private volatile CaptureLimits limits = UNLIMITED;

    @SuppressWarnings("NullAway.Init")
    private Recordings recordings;

    private Path folder() {
        return temporary.resolve("audio");
    }

    private void start() throws InterruptedException {
        diskWorks.countDown();
        startStalled();
        assertTrue(recordings.awaitStarted(20));
    }

    /** The writer's thread waits until the disk works. */
    private void startStalled() {
        recordings = new Recordings(
                folder(),
                () -> {
                    if (Thread.currentThread().getName().equals("capture-writer")) {
                        try {
                            assertTrue(diskWorks.await(20, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return limits;
                },
                InstantSource.fixed(NOW),
                ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        diskWorks.countDown();
        recordings.close();
    }

    private void record(String id, byte[]... chunks) {
        Recording recording = recordings.begin(id);
        for (byte[] chunk : chunks) {
            recording.add(ByteBuffer.wrap(chunk), 16_000);
        }
        recording.end();
        recording.end();
        awaitComplete();
    }

    private void awaitComplete() {
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(20);
        while (recordings.unfinishedCount() > 0) {
            assertTrue(Ticker.system().nanos() < deadline, "no complete recording within 20 s");
            Thread.onSpinWait();
        }
    }

    /** What is too much is deleted after a recording is complete, on the writer's thread. */
    private void awaitNames(List<String> expected) throws IOException {
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(20);
        while (!names().equals(expected) && Ticker.system().nanos() < deadline) {
            Thread.onSpinWait();
        }
        assertEquals(expected, names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder())) {
            return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    private byte[] pcm(String name, int rateHz) throws IOException {
        try (WavReader reader = new WavReader(Files.newInputStream(folder().resolve(name)))) {
            assertEquals(rateHz, reader.facts().sampleRateHz());
            assertEquals(
                    Files.size(folder().resolve(name)) - WavWriter.HEADER_BYTES,
                    reader.facts().dataBytes());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] block = new byte[4_096];
            for (int count = reader.read(block, 0, block.length); count >= 0; count = reader.read(block, 0, 4_096)) {
                all.write(block, 0, count);
            }
            return all.toByteArray();
        }
    }

    @Test
    void whatWasSentIsInTheFileWhateverTheChunks() throws Exception {
        start();
        record("one", TONE);
        record("cut", Arrays.copyOfRange(TONE, 0, 7), new byte[0], Arrays.copyOfRange(TONE, 7, TONE.length));
        assertEquals(List.of("20261125T060708_cut.wav", "20261125T060708_one.wav"), names());
        assertArrayEquals(TONE, pcm("20261125T060708_one.wav", 16_000));
        assertArrayEquals(TONE, pcm("20261125T060708_cut.wav", 16_000));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder().resolve("20261125T060708_one.wav"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
    }

    @Test
    void namesAreSafeAndNeverTakenTwice() throws Exception {
        start();
        record("../a b/ü", TONE);
        record("../a b/ü", TONE);
        record("///", TONE);
        record("x".repeat(200), TONE);
        assertEquals(
                List.of(
                        "20261125T060708_a_b.wav",
                        "20261125T060708_a_b_2.wav",
                        "20261125T060708_session.wav",
                        "20261125T060708_" + "x".repeat(80) + ".wav"),
                names());
    }

    @Test
    void otherRatesAreResampledToTheFirst() throws Exception {
        start();
        Recording recording = recordings.begin("mixed");
        recording.add(ByteBuffer.wrap(TONE), 16_000);
        recording.add(ByteBuffer.wrap(Pcm.bytes(Pcm.tone(440, 0.3, 4_800, 48_000))), 48_000);
        recording.add(ByteBuffer.wrap(TONE), 16_000);
        recording.end();
        awaitComplete();
        byte[] all = pcm("20261125T060708_mixed.wav", 16_000);
        assertEquals(3 * TONE.length, all.length);
        assertArrayEquals(TONE, Arrays.copyOfRange(all, 2 * TONE.length, all.length));
        ByteBuffer middle = ByteBuffer.wrap(all, TONE.length, TONE.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        while (middle.hasRemaining()) {
            sum += Math.pow(middle.getShort() / 32768.0, 2);
        }
        assertEquals(0.3 / Math.sqrt(2), Math.sqrt(sum / 1_600), 0.01);
    }

    @Test
    void aFullQueueMakesTheOldestChunksSilenceOfTheSameLength() throws Exception {
        limits = new CaptureLimits(true, 2, null, null, null);
        startStalled();
        Recording recording = recordings.begin("slow");
        for (int i = 0; i < 5; i++) {
            recording.add(ByteBuffer.wrap(TONE), 16_000);
        }
        recording.end();
        diskWorks.countDown();
        awaitComplete();
        byte[] all = pcm("20261125T060708_slow.wav", 16_000);
        assertEquals(5 * TONE.length, all.length);
        assertArrayEquals(new byte[3 * TONE.length], Arrays.copyOf(all, 3 * TONE.length));
        assertArrayEquals(TONE, Arrays.copyOfRange(all, 4 * TONE.length, all.length));
        assertEquals(3, recordings.lostChunks());
    }

    @Test
    void aDiskThatFailsCostsOneRecordingOnly() throws Exception {
        Files.writeString(folder(), "in the way");
        start();
        record("lost", TONE);
        assertEquals(1, recordings.failures());
        Files.delete(folder());
        record("kept", TONE);
        assertEquals(List.of("20261125T060708_kept.wav"), names());
        assertEquals(1, recordings.failures());
    }

    @Test
    void aStreamWithoutAudioLeavesNoFile() throws Exception {
        start();
        record("empty");
        record("blank", new byte[0]);
        record("half", new byte[1]);
        assertFalse(Files.exists(folder()));
    }

    @Test
    void leftoversAreRepairedOrDeleted() throws Exception {
        Files.createDirectories(folder());
        byte[] crashed = Arrays.copyOf(WavWriter.header(16_000, 0), WavWriter.HEADER_BYTES + TONE.length + 1);
        System.arraycopy(TONE, 0, crashed, WavWriter.HEADER_BYTES, TONE.length);
        Files.write(folder().resolve("a.wav.part"), crashed);
        Files.write(folder().resolve("b.wav.part"), WavWriter.header(16_000, 0));
        Files.write(folder().resolve("c.wav.part"), new byte[500]);
        Files.write(folder().resolve("d.txt"), new byte[1]);
        start();
        assertEquals(List.of("a.wav", "d.txt"), names());
        assertArrayEquals(TONE, pcm("a.wav", 16_000));
    }

    private void old(String name, int days) throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve(name), new byte[1_000]);
        Files.setLastModifiedTime(folder().resolve(name), FileTime.from(NOW.minus(Duration.ofDays(days))));
    }

    @Test
    void ageNumberAndSizeBoundWhatIsKept() throws Exception {
        old("9.wav", 9);
        old("3.wav", 3);
        old("2.wav", 2);
        old("1.wav", 1);
        old("notes.txt", 99);
        limits = new CaptureLimits(true, 0, null, null, 5);
        start();
        assertEquals(List.of("1.wav", "2.wav", "3.wav", "notes.txt"), names());
        limits = new CaptureLimits(true, 0, null, 3, null);
        record("new", TONE);
        awaitNames(List.of("1.wav", "2.wav", "20261125T060708_new.wav", "notes.txt"));
        limits = new CaptureLimits(true, 0, 2L * (TONE.length + WavWriter.HEADER_BYTES), null, null);
        record("newer", TONE);
        awaitNames(List.of("20261125T060708_new.wav", "20261125T060708_newer.wav", "notes.txt"));
    }
}
