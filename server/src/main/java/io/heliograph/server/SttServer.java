package io.heliograph.server;

import static java.lang.System.Logger.Level.INFO;

import io.heliograph.server.admission.AdmissionController;
import io.heliograph.server.admission.ClientRates;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.admission.SignedTokens;
import io.heliograph.server.capture.Archive;
import io.heliograph.server.concurrent.AdjustableSemaphore;
import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Drain;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.hypothesis.Transcript;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.machine.GpuMonitor;
import io.heliograph.server.overload.Pressure;
import io.heliograph.server.stream.AudioLedger;
import io.heliograph.server.stream.PendingGate;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.stream.StreamServices;
import io.heliograph.server.telemetry.BuildFacts;
import io.heliograph.server.telemetry.DecodeHealthWindow;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.LogRecorder;
import io.heliograph.server.telemetry.MetricsRecorder;
import io.heliograph.server.telemetry.ServerHealth;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcListener;
import io.heliograph.server.transport.http.HttpListener;
import io.heliograph.server.vad.VoiceDetector;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A running server. Starting it makes every part in the order in which data flows, HTTP last: an open HTTP port means that gRPC is
 * served. Thread-safe.
 */
public final class SttServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(SttServer.class.getName());
    private final Closer closer;
    private final Drain drain;
    private final StreamRegistry streams;
    private final SessionRegistry sessions;
    private final LiveLimits limits;
    private final GrpcListener grpc;
    private final @Nullable HttpListener http;
    private final ControlPlane control;
    private final EventSink events;

    /**
     * What tests and embedders may bring along.
     *
     * @param speech recogniser instead of the installed one; the caller closes it
     * @param detectors voice detectors instead of the installed one
     * @param eventSink gets every event, too
     * @param logDrops log records dropped so far
     * @param grpcHost address of the gRPC listener, empty = all
     */
    public record Parts(
            Optional<SpeechModel> speech,
            Optional<Supplier<VoiceDetector>> detectors,
            EventSink eventSink,
            LongSupplier logDrops,
            String grpcHost) {

        /** The installed models, and nobody listens. */
        public static Parts standard() {
            return new Parts(Optional.empty(), Optional.empty(), event -> {}, () -> 0, "");
        }
    }

    private SttServer(
            Closer closer,
            Drain drain,
            StreamRegistry streams,
            SessionRegistry sessions,
            LiveLimits limits,
            GrpcListener grpc,
            @Nullable HttpListener http,
            ControlPlane control,
            EventSink events) {
        this.closer = closer;
        this.drain = drain;
        this.streams = streams;
        this.sessions = sessions;
        this.limits = limits;
        this.grpc = grpc;
        this.http = http;
        this.control = control;
        this.events = events;
    }

    /**
     * Starts a server.
     *
     * @throws RuntimeException in one line, if a model, a port or a certificate cannot be used; nothing is left open then
     */
    public static SttServer start(ServerConfig config, Parts parts) {
        return start(config, parts, UnaryOperator.identity());
    }

    /** Starts a server whose overload ladder sees what this makes of the measured signals. */
    static SttServer start(ServerConfig config, Parts parts, UnaryOperator<Pressure> signals) {
        Closer closer = new Closer();
        try {
            return assemble(config, parts, signals, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    private static SttServer assemble(
            ServerConfig config, Parts parts, UnaryOperator<Pressure> signals, Closer closer) {
        Ticker ticker = Ticker.system();
        Drain drain = new Drain();
        LiveLimits limits = new LiveLimits(config.limits());
        Stores stores = Stores.open(config, closer, ticker);
        DerivedRules rules = new DerivedRules(
                limits,
                config.sampleRateHz(),
                Transcript.committedBound(config.grpc().maxSendMessageBytes()));

        ModelsAssembly models = ModelsAssembly.load(config, parts, closer, ticker);
        stores.bringIntoForce(limits, closer);
        DecodeScheduler scheduler = models.scheduler();

        EventHub hub = new EventHub();
        SessionRegistry sessions = new SessionRegistry(models.detectorPool(config, limits.now()), hub);
        AdjustableSemaphore unboundGate = new AdjustableSemaphore(
                "streams without a session", limits.now().sessions().maxUnboundStreams(), ticker);
        limits.addListener(next -> unboundGate.resize(next.sessions().maxUnboundStreams()));
        StreamRegistry streams = new StreamRegistry(
                unboundGate, new AudioLedger(() -> limits.now().audio().maxTotalBufferBytes()));
        PendingGate gate = new PendingGate(() -> limits.now().decode().maxPendingDecodesGlobal(), ticker);
        ClientRates rates = new ClientRates(limits.now(), hub, ticker);
        limits.addListener(rates::apply);
        Archive archive = closer.register(new Archive(
                config.files().audioDirectory(),
                config.files().transcriptFile(),
                limits::now,
                InstantSource.system(),
                ZoneId.systemDefault()));
        OverloadAssembly.Running overload =
                OverloadAssembly.start(limits, rules, gate, scheduler, sessions, streams, signals, hub, closer, ticker);
        StreamServices services = new StreamServices(
                sessions, streams, scheduler, gate, rules::stream, rates, archive, drain::isStopping, hub, ticker);
        AdmissionController admission = new AdmissionController(
                sessions,
                limits::now,
                config.auth().profile(),
                new SignedTokens(config.auth().secret().reveal(), InstantSource.system(), ticker),
                rates,
                scheduler::serves,
                drain::refusesSessions,
                overload.gates()::refusesSessions,
                hub,
                ticker);
        GrpcHolder running = new GrpcHolder();
        GpuMonitor gpus =
                config.environment().gpuMetrics() ? closer.register(GpuMonitor.start(ticker)) : GpuMonitor.off();
        ServerFacts facts = new ServerFacts(
                limits,
                sessions,
                streams,
                gate,
                scheduler,
                overload.gates(),
                drain::refusesSessions,
                running::isRunning,
                archive,
                parts.logDrops(),
                gpus::gpus);
        MetricsRecorder metrics = new MetricsRecorder(
                facts, buildFacts(), ticker, () -> limits.now().objectives());
        ObjectiveWatch watch = ObjectiveWatch.start(stores.objectives(), limits, metrics, closer, ticker);
        DecodeHealthWindow window =
                new DecodeHealthWindow(ticker, () -> limits.now().health());
        ServerHealth health = new ServerHealth(facts, window, metrics);
        ControlPlane control = ControlAssembly.of(
                config, limits, stores, sessions, streams, drain, gate, models, facts, health, watch, closer, ticker);
        hub.open(List.of(
                metrics,
                window,
                overload.sink(),
                new LogRecorder(ticker),
                watch.sink(),
                control.sink(),
                parts.eventSink()));

        closer.register(SessionExpiry.start(sessions, limits, ticker));
        GrpcListener grpc =
                closer.register(GrpcAssembly.open(config, parts.grpcHost(), admission, services, hub, ticker));
        running.set(grpc);
        drain.onOrder(grpc::announceServing);
        HttpListener http = config.http().isOn()
                ? HttpAssembly.open(
                        config,
                        limits,
                        closer,
                        hub,
                        ticker,
                        health,
                        metrics,
                        List.of(
                                SystemReport.page(config, limits, scheduler, gpus, ticker),
                                watch.page(),
                                watch.streamsPage()),
                        control)
                : null;
        return new SttServer(closer, drain, streams, sessions, limits, grpc, http, control, hub);
    }

    /** Where everything that happens is recorded; whoever wants to know what recording costs measures it here. */
    public EventSink events() {
        return events;
    }

    /** The gRPC port that is open. */
    public int grpcPort() {
        return grpc.port();
    }

    /** Bytes the gRPC port holds of messages that have begun and not ended. */
    public long grpcIncompleteBytes() {
        return grpc.incompleteBytes();
    }

    /** The HTTP port that is open; empty if HTTP is off. */
    public OptionalInt httpPort() {
        return http == null ? OptionalInt.empty() : OptionalInt.of(http.port());
    }

    /** What an operator may see and do. */
    public ControlPlane control() {
        return control;
    }

    /**
     * Stops: refuses new sessions and streams, lets open streams go on for half the grace, settles and delivers what they have,
     * then closes everything. Stopping twice is harmless.
     */
    @Override
    public void close() {
        if (!drain.stop()) {
            return;
        }
        LOGGER.log(INFO, "Graceful shutdown started");
        grpc.announceDrain();
        sessions.removeUnclaimed("server_shutdown");
        long graceNanos = limits.now().decode().graceNanos();
        streams.awaitEmpty(graceNanos / 2);
        streams.stopAll();
        streams.awaitEmpty(graceNanos - graceNanos / 2);
        closer.close();
    }

    private static BuildFacts buildFacts() {
        return new BuildFacts(Version.current(), "java " + Runtime.version());
    }

    /** Knows the listener once there is one. */
    private static final class GrpcHolder {
        private volatile @Nullable GrpcListener listener;

        void set(GrpcListener started) {
            listener = started;
        }

        boolean isRunning() {
            GrpcListener started = listener;
            return started != null && started.isRunning();
        }
    }
}
