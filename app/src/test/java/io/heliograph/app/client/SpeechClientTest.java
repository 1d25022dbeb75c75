package io.heliograph.app.client;

import static io.heliograph.app.client.ScriptedBackend.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.SessionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpeechClientTest {
    private static final long MS = 1_000_000L;
    private static final int RATE_HZ = 8000;
    private static final RetryPolicy STEADY = new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(5), 0);

    private final ScriptedBackend backend = new ScriptedBackend();
    private final FakeTime time = new FakeTime();
    private final Recorder recorder = new Recorder();
    private Server server;
    private SpeechClient client;

    @BeforeEach
    void start() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server =
                InProcessServerBuilder.forName(name).addService(backend).build().start();
        client = new SpeechClient(InProcessChannelBuilder.forName(name).build(), time, time);
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void sendsEachChunkWhenItIsDueAndMarksTheLast() throws Exception {
        StreamOutcome outcome = stream(Pacing.REALTIME, PcmArray.silence(RATE_HZ, 2000));

        assertEquals(List.of(0L, 100 * MS, 200 * MS), recorder.dueSince(outcome.startedNanos()));
        assertEquals(List.of(100 * MS, 100 * MS), time.waitedNanos());
        assertEquals(
                List.of(1600, 1600, 800),
                backend.chunks().stream().map(c -> c.getPcm16().size()).toList());
        assertEquals(
                List.of(false, false, true),
                backend.chunks().stream().map(AudioChunk::getIsFinal).toList());
        assertEquals(
                List.of("s", "", ""),
                backend.chunks().stream().map(AudioChunk::getSessionId).toList());
        assertEquals(2000, outcome.audioSamples());
        assertTrue(outcome.end().isOk(), outcome.end()::toString);
    }

    @Test
    void keepsToItsTimetableAfterALateChunk() throws Exception {
        recorder.afterChunk = index -> {
            if (index == 0) {
                time.advance(250 * MS);
            }
        };

        StreamOutcome outcome = stream(Pacing.REALTIME, PcmArray.silence(RATE_HZ, 4000));

        assertEquals(List.of(0L, 100 * MS, 200 * MS, 300 * MS, 400 * MS), recorder.dueSince(outcome.startedNanos()));
        assertEquals(List.of(0L, 250 * MS, 250 * MS, 300 * MS, 400 * MS), recorder.sentSince(outcome.startedNanos()));
    }

    @Test
    void chunksThatDoNotDivideTheRateDoNotDrift() throws Exception {
        StreamPlan plan = new StreamPlan("s", "", Duration.ofMillis(33), Pacing.REALTIME, Duration.ofSeconds(9));

        StreamOutcome outcome = client.recognize(plan, PcmArray.silence(11_025, 11_025 * 60), recorder);

        ChunkTiming last = recorder.chunks.getLast();
        long expectedNanos = last.startSample() * 1_000_000_000L / 11_025;
        assertEquals(expectedNanos, last.dueNanos() - outcome.startedNanos());
    }

    @Test
    void waitsForNothingWithoutPacing() throws Exception {
        stream(Pacing.UNPACED, PcmArray.silence(RATE_HZ, 80_000));

        assertEquals(List.of(), time.waitedNanos());
        assertEquals(100, backend.chunks().size());
    }

    @Test
    void anEmptySourceIsOneEmptyLastChunk() throws Exception {
        StreamOutcome outcome = stream(Pacing.UNPACED, PcmArray.silence(RATE_HZ, 0));

        assertTrue(outcome.end().isOk());
        assertEquals(1, backend.chunks().size());
        assertTrue(backend.chunks().getFirst().getIsFinal());
        assertEquals(0, backend.chunks().getFirst().getPcm16().size());
    }

    @Test
    void reportsEachResultWithItsTime() throws Exception {
        backend.answering(result("one", false, 0, 1, "", "one"), result("one", true, 0, 1, "one", ""));

        StreamOutcome outcome = stream(Pacing.REALTIME, PcmArray.silence(RATE_HZ, 1600));

        assertEquals(2, outcome.results());
        assertEquals(
                List.of(false, true),
                recorder.results.stream().map(r -> r.result().getIsFinal()).toList());
        assertEquals(100 * MS, recorder.results.getFirst().receivedNanos() - outcome.startedNanos());
    }

    @Test
    void sendsTheTokenWithEveryChunk() throws Exception {
        backend.withToken("f00d");
        OpenedSession session = client.open(requests(), RetryPolicy.NONE, (end, failed, delay) -> {});

        StreamPlan plan = StreamPlan.of(session, Duration.ofMillis(100), Pacing.UNPACED);
        client.recognize(plan, PcmArray.silence(RATE_HZ, 2000), recorder);

        assertEquals(
                List.of("f00d", "f00d", "f00d"),
                backend.chunks().stream().map(AudioChunk::getSessionToken).toList());
    }

    @Test
    void aServerThatTakesNothingIsSentNextToNothingAndGivenUp() throws Exception {
        backend.deaf();
        StreamPlan plan = new StreamPlan("s", "", Duration.ofMillis(100), Pacing.UNPACED, Duration.ofMillis(200));

        StreamOutcome outcome = client.recognize(plan, PcmArray.silence(RATE_HZ, Long.MAX_VALUE), recorder);

        assertTrue(recorder.chunks.size() <= 2, () -> recorder.chunks.size() + " chunks sent");
        assertEquals(Status.Code.DEADLINE_EXCEEDED, outcome.end().code());
        assertTrue(outcome.end().message().startsWith("no progress for 200 ms"), outcome.end()::message);
    }

    @Test
    void aFailingStreamIsAnOutcome() throws Exception {
        backend.failing(Status.RESOURCE_EXHAUSTED.withDescription("ERR2003 the stream sends audio too fast"));

        StreamOutcome outcome = stream(Pacing.UNPACED, PcmArray.silence(RATE_HZ, Long.MAX_VALUE));

        assertEquals(
                "RESOURCE_EXHAUSTED ERR2003 the stream sends audio too fast",
                outcome.end().toString());
        assertEquals(0, outcome.results());
    }

    @Test
    void aBrokenSourceCancelsTheStream() {
        IOException e = assertThrows(IOException.class, () -> stream(Pacing.UNPACED, PcmArray.brokenAt(RATE_HZ, 1600)));

        assertEquals("broken at 1600", e.getMessage());
    }

    @Test
    void opensASessionAfterTwoRefusalsWithNewIdsAndGrowingWaits() throws Exception {
        backend.refusing(
                Status.UNAVAILABLE.withDescription("ERR1013 the server is shutting down"),
                Status.RESOURCE_EXHAUSTED.withDescription("ERR1011 a session limit is reached"));

        OpenedSession session = client.open(requests(), STEADY, (end, failed, delay) -> {});

        assertEquals(3, session.tries());
        assertEquals("session-3", session.sessionId());
        assertEquals(List.of(500 * MS, 1000 * MS), time.waitedNanos());
        assertEquals(3, backend.sessions().size());
    }

    @Test
    void givesUpAfterTheLastTry() {
        for (int i = 0; i < 9; i++) {
            backend.refusing(Status.UNAVAILABLE);
        }

        SessionRefusedException e = assertThrows(
                SessionRefusedException.class, () -> client.open(requests(), STEADY, (end, failed, delay) -> {}));

        assertEquals(5, backend.sessions().size());
        assertTrue(e.end().isUnreachable());
        assertEquals(List.of(500 * MS, 1000 * MS, 2000 * MS, 4000 * MS), time.waitedNanos());
    }

    @Test
    void aWrongRequestIsNotTriedAgain() {
        backend.refusing(Status.UNAUTHENTICATED.withDescription("ERR1009 an API key is required"));

        SessionRefusedException e = assertThrows(
                SessionRefusedException.class, () -> client.open(requests(), STEADY, (end, failed, delay) -> {}));

        assertFalse(e.end().isUnreachable());
        assertEquals(1, backend.sessions().size());
    }

    private StreamOutcome stream(Pacing pacing, PcmSource source) throws IOException, InterruptedException {
        StreamPlan plan = new StreamPlan("s", "", Duration.ofMillis(100), pacing, Duration.ofSeconds(9));
        return client.recognize(plan, source, recorder);
    }

    private static Supplier<SessionRequest> requests() {
        AtomicInteger count = new AtomicInteger();
        return () -> SessionRequest.newBuilder()
                .setSessionId("session-" + count.incrementAndGet())
                .build();
    }

    /** Keeps what it is told. */
    private static final class Recorder implements StreamListener {
        private final List<ChunkTiming> chunks = Collections.synchronizedList(new ArrayList<>());
        private final List<TimedResult> results = Collections.synchronizedList(new ArrayList<>());
        private IntConsumer afterChunk = index -> {};

        @Override
        public void onChunk(ChunkTiming chunk) {
            chunks.add(chunk);
            afterChunk.accept(chunk.index());
        }

        @Override
        public void onResult(TimedResult result) {
            results.add(result);
        }

        List<Long> dueSince(long startNanos) {
            return chunks.stream().map(c -> c.dueNanos() - startNanos).toList();
        }

        List<Long> sentSince(long startNanos) {
            return chunks.stream().map(c -> c.sentNanos() - startNanos).toList();
        }
    }
}
