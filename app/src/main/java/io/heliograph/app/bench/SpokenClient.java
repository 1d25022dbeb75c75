package io.heliograph.app.bench;

import io.heliograph.app.client.CallEnd;
import io.heliograph.app.client.ChunkTiming;
import io.heliograph.app.client.OpenedSession;
import io.heliograph.app.client.Pacing;
import io.heliograph.app.client.Pause;
import io.heliograph.app.client.PcmSource;
import io.heliograph.app.client.RetryPolicy;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.app.client.SessionRefusedException;
import io.heliograph.app.client.SpeechClient;
import io.heliograph.app.client.StreamListener;
import io.heliograph.app.client.StreamOutcome;
import io.heliograph.app.client.StreamPlan;
import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Speaks recordings to a server and collects the finals. Thread-safe. */
final class SpokenClient implements AutoCloseable {
    /** Samples of a chunk, at 16 kHz. */
    static final int CHUNK_SAMPLES = 1_600;

    private static final Duration CHUNK = Duration.ofMillis(CHUNK_SAMPLES / 16);

    private final SpeechClient client;

    SpokenClient(int port) throws IOException {
        Ticker ticker = Ticker.system();
        this.client = SpeechClient.of(ServerAddress.plaintext("127.0.0.1", port), ticker, Pause.parking(ticker));
    }

    /** Opens a session and gives the time that took, nanoseconds. */
    OpenedSession open(Map<String, String> attributes) throws SessionRefusedException, InterruptedException {
        return client.open(
                () -> SessionRequest.newBuilder()
                        .setSessionId(UUID.randomUUID().toString())
                        .putAllAttributes(attributes)
                        .build(),
                RetryPolicy.NONE,
                (end, tries, delay) -> {});
    }

    /** Streams a recording; gives all finals as one text. */
    String recognize(Corpus.Recording recording, Pacing pacing, Map<String, String> attributes)
            throws IOException, InterruptedException, SessionRefusedException {
        StringBuilder text = new StringBuilder();
        CallEnd end = stream(recording, pacing, attributes, new StreamListener() {
            @Override
            public void onChunk(ChunkTiming chunk) {
                // Only the words count here.
            }

            @Override
            public void onResult(TimedResult timed) {
                if (timed.result().getIsFinal()) {
                    text.append(timed.result().getText()).append(' ');
                }
            }
        });
        if (!end.isOk()) {
            throw new IOException(recording.name() + ": " + end);
        }
        return text.toString();
    }

    /** Streams a recording; tells how the stream ended. */
    CallEnd stream(Corpus.Recording recording, Pacing pacing, Map<String, String> attributes, StreamListener listener)
            throws IOException, InterruptedException, SessionRefusedException {
        return client.recognize(
                        StreamPlan.of(open(attributes), CHUNK, pacing), new ArraySource(recording.pcm16()), listener)
                .end();
    }

    /** Speaks a recording into a session at real time and tells how it went, whatever the end. */
    Spoken speak(OpenedSession session, Corpus.Recording recording) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        List<Double> seconds = new CopyOnWriteArrayList<>();
        AtomicLong begin = new AtomicLong();
        StreamOutcome outcome = client.recognize(
                StreamPlan.of(session, CHUNK, Pacing.REALTIME),
                new ArraySource(recording.pcm16()),
                new StreamListener() {
                    @Override
                    public void onChunk(ChunkTiming chunk) {
                        if (chunk.startSample() == 0) {
                            begin.set(chunk.dueNanos());
                        }
                    }

                    @Override
                    public void onResult(TimedResult timed) {
                        if (timed.result().getIsFinal()) {
                            text.append(timed.result().getText()).append(' ');
                            seconds.add((timed.receivedNanos() - begin.get()) / 1e9
                                    - timed.result().getEndSec());
                        }
                    }
                });
        return new Spoken(outcome.end(), text.toString(), seconds, outcome.audioSamples() / 16_000.0);
    }

    @Override
    public void close() {
        client.close();
    }

    /** 16 kHz audio from memory. Confined to the reading thread. */
    private static final class ArraySource implements PcmSource {
        private final byte[] pcm16;
        private int position;

        ArraySource(byte[] pcm16) {
            this.pcm16 = pcm16;
        }

        @Override
        public int sampleRateHz() {
            return 16_000;
        }

        @Override
        public OptionalLong totalSamples() {
            return OptionalLong.of(pcm16.length / 2);
        }

        @Override
        public int read(byte[] target) {
            int count = Math.min(target.length, pcm16.length - position);
            System.arraycopy(pcm16, position, target, 0, count);
            position += count;
            return count;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
