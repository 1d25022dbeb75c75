package io.heliograph.app.tryout;

import static java.util.Objects.requireNonNull;

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
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.control.SessionView;
import io.heliograph.server.control.TrialAudio;
import io.heliograph.server.control.TrialEvent;
import io.heliograph.server.control.TrialListener;
import io.heliograph.server.control.TryOut;
import io.heliograph.server.time.Ticker;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Tries a server out through its own gRPC port, with the client that everybody has. Thread-safe. */
public final class GrpcTryOut implements TryOut {
    /** As a microphone gives it. */
    private static final Duration CHUNK = Duration.ofMillis(100);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String SUFFIX = ".wav";

    private final ServerAddress address;
    private final Path samples;
    private final Ticker ticker;

    /**
     * A client of that server.
     *
     * @param samples a folder of WAVE files; it need not exist
     */
    public GrpcTryOut(ServerAddress address, Path samples, Ticker ticker) {
        this.address = address;
        this.samples = samples;
        this.ticker = ticker;
    }

    @Override
    public List<String> samples() {
        if (!Files.isDirectory(samples)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(samples)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void run(TrialAudio audio, boolean isPaced, TrialListener listener) throws InterruptedException {
        Reports reports = new Reports(listener, ticker);
        try (InputStream in = open(audio);
                PcmSource source = TrialSource.of(in);
                SpeechClient client = SpeechClient.of(address, ticker, Pause.parking(ticker))) {
            OpenedSession session = client.open(() -> request(isPaced), RetryPolicy.NONE, (end, failures, delay) -> {});
            reports.started(
                    session,
                    source.sampleRateHz(),
                    (double) source.totalSamples().orElseThrow() / source.sampleRateHz());
            StreamOutcome outcome = client.recognize(
                    StreamPlan.of(session, CHUNK, isPaced ? Pacing.REALTIME : Pacing.UNPACED), source, reports);
            reports.ended(outcome.end().isOk(), outcome.end().toString());
        } catch (SessionRefusedException e) {
            reports.ended(false, e.end().toString());
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a recording was tried");
            }
            reports.ended(false, String.valueOf(e.getMessage()));
        }
    }

    private InputStream open(TrialAudio audio) throws IOException {
        return switch (audio) {
            case TrialAudio.File file -> new ByteArrayInputStream(file.bytes());
            case TrialAudio.Sample sample -> {
                // Only what is listed is opened, whatever the name says.
                if (!samples().contains(sample.name())) {
                    throw new IOException("there is no such recording here");
                }
                yield new BufferedInputStream(Files.newInputStream(samples.resolve(sample.name())));
            }
        };
    }

    private static SessionRequest request(boolean isPaced) {
        return SessionRequest.newBuilder()
                .setSessionId("try-" + UUID.randomUUID())
                .putAttributes("partial", "1")
                .putAttributes("emit_final_on_vad", "1")
                .putAttributes("upload_mode", isPaced ? "realtime" : "batch")
                .build();
    }

    /** Tells what happens, one event at a time. Thread-safe. */
    private static final class Reports implements StreamListener {
        /** A few times a second is as often as anybody can see. */
        private static final int CHUNKS_PER_REPORT = 3;

        private final TrialListener listener;
        private final Ticker ticker;
        private final ReentrantLock lock = new ReentrantLock();
        private final AtomicLong firstSentNanos = new AtomicLong(-1);
        private int sampleRateHz = 1;

        Reports(TrialListener listener, Ticker ticker) {
            this.listener = listener;
            this.ticker = ticker;
        }

        void started(OpenedSession session, int rateHz, double audioSec) {
            sampleRateHz = rateHz;
            tell(new TrialEvent.Started(
                    SessionView.hashOf(session.sessionId()),
                    (session.openedNanos() - session.requestedNanos()) / NANOS_PER_SECOND,
                    audioSec));
        }

        void ended(boolean isOk, String message) {
            tell(new TrialEvent.Ended(isOk, message, sinceFirst(ticker.nanos())));
        }

        @Override
        public void onChunk(ChunkTiming chunk) {
            firstSentNanos.compareAndSet(-1, chunk.sentNanos());
            if (chunk.index() % CHUNKS_PER_REPORT == 0) {
                tell(new TrialEvent.Sent((double) chunk.endSample() / sampleRateHz));
            }
        }

        @Override
        public void onResult(TimedResult timed) {
            STTResult result = requireNonNull(timed.result(), "result");
            tell(new TrialEvent.Heard(
                    sinceFirst(timed.receivedNanos()),
                    result.getIsFinal(),
                    result.getText(),
                    result.getStartSec(),
                    result.getEndSec()));
        }

        private double sinceFirst(long nanos) {
            long first = firstSentNanos.get();
            return first == -1 ? 0 : (nanos - first) / NANOS_PER_SECOND;
        }

        private void tell(TrialEvent event) {
            lock.lock();
            try {
                listener.onEvent(event);
            } finally {
                lock.unlock();
            }
        }
    }
}
