package io.heliograph.server.stream;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.admission.AdmissionController;
import io.heliograph.server.admission.AdmissionDecision;
import io.heliograph.server.admission.AuthProfile;
import io.heliograph.server.admission.ClientRates;
import io.heliograph.server.admission.Session;
import io.heliograph.server.admission.SessionDraft;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.admission.SignedTokens;
import io.heliograph.server.capture.Archive;
import io.heliograph.server.concurrent.AdjustableSemaphore;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.testing.LoudnessDetector;
import io.heliograph.server.testing.RecordingEvents;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.DetectorPool;
import io.heliograph.server.vad.VoiceDetector;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sessions and streams without a wire: the real stream loop, scheduler and admission around a scripted model. */
final class StreamHarness implements AutoCloseable {
    static final StreamRules RULES = new StreamRules(
            2_000,
            300,
            16_000,
            0,
            20,
            8_000,
            8_000,
            24_000,
            160_000,
            0,
            8,
            1_000_000_000L,
            30_000_000_000L,
            60_000_000_000L,
            1 << 20);

    private static final Map<String, Object> WITHOUT_LIMITS = Map.of(
            "server.max_sessions", 0,
            "server.max_sessions_per_ip", 0,
            "server.create_session_rps", 0,
            "server.max_audio_bytes_per_sec", 0);

    final RecordingEvents events = new RecordingEvents();
    final StreamRegistry streams = new StreamRegistry(
            new AdjustableSemaphore("unbound", 8, Ticker.system()), new AudioLedger(() -> this.bufferCapBytes));
    final SessionRegistry sessions;
    final PendingGate gate;
    final DecodeScheduler scheduler;
    private final ClientRates rates;
    private final Archive archive;
    private final StreamServices services;
    private final AdmissionController admission;
    private volatile StreamRules rules = RULES;
    volatile long bufferCapBytes;

    StreamHarness(SpeechModel model) {
        this(model, LoudnessDetector::new, 64);
    }

    StreamHarness(SpeechModel model, Supplier<VoiceDetector> detectors, int maxPending) {
        Ticker ticker = Ticker.system();
        sessions = new SessionRegistry(new DetectorPool(detectors, 0, 1, 0), events);
        gate = new PendingGate(() -> maxPending, ticker);
        scheduler = new DecodeScheduler(model, 1, ticker);
        Limits limits = Limits.defaults().with(WITHOUT_LIMITS);
        archive = new Archive(Path.of("no-recordings"), null, () -> limits, InstantSource.system(), ZoneOffset.UTC);
        rates = new ClientRates(limits, events, ticker);
        services = new StreamServices(
                sessions, streams, scheduler, gate, () -> rules, rates, archive, () -> false, events, ticker);
        admission = new AdmissionController(
                sessions,
                () -> limits,
                AuthProfile.NONE,
                new SignedTokens("", InstantSource.system(), ticker),
                rates,
                scheduler::serves,
                () -> false,
                () -> false,
                events,
                ticker);
    }

    /** Changes limits on rates; all others are taken from {@link #rules(UnaryOperator)}. */
    void rates(Map<String, Object> changes) {
        rates.apply(Limits.defaults().with(WITHOUT_LIMITS).with(changes));
    }

    void rules(UnaryOperator<StreamRules> change) {
        rules = change.apply(rules);
    }

    Session session(String id, Map<String, String> attributes) {
        return session(id, attributes, 0, OptionalDouble.empty());
    }

    Session session(String id, Map<String, String> attributes, int vadMode, OptionalDouble threshold) {
        AdmissionDecision decision = admission.create(
                new SessionDraft(id, attributes, vadMode, 0.5, 0, threshold, false, "", 0, 0), "127.0.0.1");
        assertTrue(decision instanceof AdmissionDecision.Admitted, decision.toString());
        return ((AdmissionDecision.Admitted) decision).session();
    }

    /** Starts the stream of a session that is bound by metadata. */
    Call call(String sessionId) {
        return new Call(sessionId);
    }

    @Override
    public void close() {
        scheduler.close();
        archive.close();
    }

    /** The client's side of a stream. */
    final class Call implements StreamLink {
        final StreamInbox inbox = new StreamInbox(services.ticker());
        final List<RecognitionResult> results = new CopyOnWriteArrayList<>();
        final BlockingQueue<RecognitionResult> arriving = new LinkedBlockingQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable StreamOutcome outcome;
        private volatile boolean ready = true;

        Call(String sessionId) {
            RecognitionStream stream = new RecognitionStream(services, this, inbox, sessionId);
            Thread.ofVirtual().start(stream::run);
        }

        Call send(byte[] pcm) {
            inbox.putChunk(new ClientChunk(ByteBuffer.wrap(pcm), 16_000, false, "", ""));
            return this;
        }

        Call sendFinal(byte[] pcm) {
            inbox.putChunk(new ClientChunk(ByteBuffer.wrap(pcm), 16_000, true, "", ""));
            return this;
        }

        Call halfClose() {
            inbox.putInputEnded();
            return this;
        }

        void ready(boolean nowReady) {
            ready = nowReady;
            inbox.putLinkReady();
        }

        RecognitionResult next() throws InterruptedException {
            RecognitionResult result = arriving.poll(10, TimeUnit.SECONDS);
            assertTrue(result != null, "no result within 10 s");
            return result;
        }

        StreamOutcome end() throws InterruptedException {
            assertTrue(over.await(20, TimeUnit.SECONDS), "the stream did not end within 20 s");
            return requireNonNull(outcome);
        }

        boolean isOver() {
            return over.getCount() == 0;
        }

        List<RecognitionResult> finals() {
            return results.stream().filter(RecognitionResult::isFinal).toList();
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void request() {
            inbox.claimRequest();
        }

        @Override
        public void send(RecognitionResult result) {
            results.add(result);
            arriving.add(result);
        }

        @Override
        public void end(StreamOutcome how) {
            outcome = how;
            over.countDown();
        }
    }
}
