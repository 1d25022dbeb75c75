package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SessionView;
import io.heliograph.server.overload.Pressure;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.OverloadStep;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.OverloadStepChanged;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.LoudnessDetector;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.RecordingEvents;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The overload ladder as clients and operators see it: a whole server, whose signals the test sets. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class OverloadOverTheWireTest {
    private static final String HOST = "127.0.0.1";
    private static final Operator OPERATOR = new Operator("op", Role.OPERATOR, "test");

    /** Four times half a second. */
    private static final int STRETCHED_SAMPLES = 32_000;

    private final RecordingEvents events = new RecordingEvents();
    private final AtomicLong looks = new AtomicLong();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Pressure pressure = Pressure.NONE;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    private int httpPort;

    @SuppressWarnings("NullAway.Init")
    private SttServer server;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        httpPort = FreePort.find();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "server.port", 0,
                "server.grpc_transport", transport.configName(),
                "server.metrics_port", httpPort,
                "server.http_host", HOST,
                "server.http_rate_limit_rps", 0,
                "server.max_sessions_per_ip", 0,
                "server.create_session_rps", 0,
                "server.max_audio_bytes_per_sec", 0));
        settings.putAll(Map.of(
                "server.first_partial_sec", 0.25,
                "server.partial_decode_interval_sec", 0.5,
                "server.partial_decode_window_sec", 0,
                "server.max_buffer_sec", 0,
                "server.adaptive_partial_interval_scale", 4,
                "overload.rise_sec", 0,
                "overload.fall_sec", 0,
                "overload.close_min_bytes", 64_000));
        server = SttServer.start(
                new ConfigLoader(folder, Map.of()).load(Overrides.of(settings)).config(),
                new SttServer.Parts(
                        Optional.of(ScriptedModel.naming()), Optional.of(LoudnessDetector::new), events, () -> 0, HOST),
                measured -> {
                    looks.incrementAndGet();
                    return pressure;
                });
        channel = NettyChannelBuilder.forAddress(HOST, server.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.close();
        http.close();
    }

    @Test
    void partialsStretchThenStopThenSessionsAreRefusedThenTheLargestStreamIsClosedAndAllComesBack() throws Exception {
        Call small = new Call("small");
        small.speak(0.5);
        Call big = new Call("big");
        big.speak(0.5);
        int calm = big.nextPartialEnd();
        big.speak(0.75);
        assertTrue(big.nextPartialEnd() > calm, "partials flow");

        stand(1, new Pressure(0.86, 0, 0));
        assertTrue(metric("stt_partial_spacing_ratio") >= 4);
        big.speakUntilPartialsAreApart(STRETCHED_SAMPLES);

        stand(2, new Pressure(0, 1, 0));
        assertEquals(0, metric("stt_partial_spacing_ratio"));
        big.partials.clear();
        int heard = big.speak(4);

        stand(3, new Pressure(0, 1.6, 0));
        assertEquals(1.6, metric("stt_overload_pressure_ratio{signal=\"queue\"}"));
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> create("late"));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
        assertTrue(String.valueOf(refused.getMessage()).contains("ERR1012"), refused.toString());
        assertEquals(503, get("/readyz").statusCode());

        stand(4, new Pressure(0.98, 0, 0));
        Status end = big.end.get(10, TimeUnit.SECONDS);
        assertEquals(Status.Code.DEADLINE_EXCEEDED, end.getCode());
        assertTrue(String.valueOf(end.getDescription()).startsWith("ERR2001 "), end.toString());
        assertEquals(List.of(" from 0 to " + heard), List.copyOf(big.finals), "nothing that it sent is lost");
        assertEquals(List.of(), List.copyOf(big.partials), "no partial since they were switched off");
        assertEquals(
                List.of(StreamEndReason.DECODE_BACKPRESSURE),
                events.of(ServerEvent.StreamFinished.class).stream()
                        .map(ServerEvent.StreamFinished::reason)
                        .toList());
        assertEquals(1, metric("stt_streams_finished_total{reason=\"decode_backpressure\"}"));

        stand(0, Pressure.NONE);
        assertEquals(200, get("/readyz").statusCode());
        small.partials.clear();
        small.speak(1);
        small.nextPartialEnd();
        small.finish();
        Call next = new Call("next");
        next.speak(0.5);
        next.nextPartialEnd();
        next.finish();
        List<OverloadStepChanged> expected = new ArrayList<>();
        for (OverloadStep step : OverloadStep.values()) {
            expected.add(new OverloadStepChanged(step, true));
            assertEquals(1, metric("stt_overload_steps_total{step=\"" + step.label() + "\"}"));
        }
        for (OverloadStep step : List.of(OverloadStep.values()).reversed()) {
            expected.add(new OverloadStepChanged(step, false));
        }
        assertEquals(expected, events.of(OverloadStepChanged.class));
    }

    @Test
    void aServerThatHasNobodyTakesTheFirstSessionHoweverLateItIs() throws Exception {
        stand(4, new Pressure(0.98, 2, 0));
        assertEquals(200, get("/readyz").statusCode());
        Call first = new Call("first");
        assertThrows(StatusRuntimeException.class, () -> create("second"));
        assertEquals(503, get("/readyz").statusCode());
        first.speak(0.25);
        first.finish();
        await("its seat", () -> metric("stt_active_sessions") == 0);
        create("third");
    }

    @Test
    void withoutHeadroomASessionIsRefusedWithTheNumbersAndWithItOneGetsIn() {
        assertEquals(
                new LimitsOutcome.Applied(1),
                server.control().limits().change(OPERATOR, 0, Map.of("server.admission_by_headroom", true), "busy"));
        assertTrue(metric("stt_headroom_sessions") > 0);
        create("first");
        await("room for more", () -> metric("stt_headroom_sessions") > 1);
        pressure = new Pressure(0.85, 0, 0);
        await("no room for more", () -> metric("stt_headroom_sessions") == 1);
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> create("second"));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("ERR1011"), message);
        assertTrue(message.contains("limit total, in use 1 of 1"), message);
        assertTrue(message.contains("memory is 85 % full"), message);
        assertEquals(503, get("/readyz").statusCode());
        pressure = Pressure.NONE;
        await("room", () -> metric("stt_headroom_sessions") > 1);
        create("second");
    }

    /** Sets the signals, and waits until the server stands on that step and every stream knows. */
    private void stand(int step, Pressure signals) throws Exception {
        pressure = signals;
        await("step " + step, () -> metric("stt_overload_step") == step);
        long seen = looks.get();
        // The rules of streams follow a look before the next one begins.
        await("another look", () -> looks.get() > seen);
    }

    private double metric(String series) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + httpPort + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        for (int rounds = 0; !condition.getAsBoolean(); rounds++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            assertTrue(rounds < 2_000, what + " never came");
        }
    }

    private void create(String id) {
        STTBackendGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder()
                        .setSessionId(id)
                        .putAttributes("partial", "1")
                        .build());
    }

    /** A client that speaks without a pause. */
    private final class Call implements StreamObserver<STTResult> {
        final BlockingQueue<String> partials = new LinkedBlockingQueue<>();
        final BlockingQueue<String> finals = new LinkedBlockingQueue<>();
        final CompletableFuture<Status> end = new CompletableFuture<>();
        private final String id;
        private final StreamObserver<AudioChunk> input;
        private int sentSamples;

        Call(String id) {
            this.id = id;
            create(id);
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), id);
            input = STTBackendGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .streamingRecognize(this);
        }

        /** Speaks in quarters of a second, and waits until all of it was heard; gives the samples sent so far. */
        int speak(double seconds) {
            for (int i = 0; i < Math.round(seconds * 4); i++) {
                input.onNext(AudioChunk.newBuilder()
                        .setPcm16(ByteString.copyFrom(Pcm.bytes(Pcm.tone(440, 0.3, 4_000, 16_000))))
                        .setSampleRate(16_000)
                        .build());
                sentSamples += 4_000;
            }
            await(id + " heard", () -> audioSeconds() * 16_000 >= sentSamples);
            return sentSamples;
        }

        /** One may still be due at the distance of calm times, and a slow machine may stretch more. */
        void speakUntilPartialsAreApart(int samples) {
            int last = Integer.MAX_VALUE;
            for (int i = 0; i < 120; i++) {
                speak(0.25);
                for (String text = partials.poll(); text != null; text = partials.poll()) {
                    int end = end(text);
                    if (end - last >= samples) {
                        return;
                    }
                    last = end;
                }
            }
            throw new AssertionError("no two partials " + samples + " samples apart");
        }

        private static int end(String text) {
            return Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
        }

        private double audioSeconds() {
            String hash = Hash16.of("session:" + id);
            return server.control().sessions().list(OPERATOR).stream()
                    .filter(session -> session.hash().equals(hash))
                    .mapToDouble(SessionView::audioSeconds)
                    .sum();
        }

        /** Where the next partial ends, samples. */
        int nextPartialEnd() throws InterruptedException {
            String text = partials.poll(10, TimeUnit.SECONDS);
            assertTrue(text != null, id + " got no partial within 10 s");
            return end(text);
        }

        void finish() throws Exception {
            input.onCompleted();
            assertEquals(Status.OK, end.get(10, TimeUnit.SECONDS));
            assertEquals(1, finals.size());
        }

        @Override
        public void onNext(STTResult result) {
            (result.getIsFinal() ? finals : partials).add(result.getText());
        }

        @Override
        public void onError(Throwable problem) {
            end.complete(Status.fromThrowable(problem));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
