package io.heliograph.server.transport.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire as clients see it: a whole server on a free port and a real client. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class GrpcListenerTest {
    private static final Operator OPERATOR = new Operator("op", Role.OPERATOR, "test");
    private static final int DROPPED_CONNECTIONS = 200;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ServerFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @BeforeEach
    void open() {
        fixture = ServerFixture.start(
                ScriptedModel.naming(),
                folder,
                Map.of(
                        "server.grpc_transport", transport.configName(),
                        "server.max_sessions", 0,
                        "server.max_sessions_per_ip", 0,
                        "server.decode_timeout_sec", 2));
        channel = channel();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        fixture.close();
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress(ServerFixture.HOST, fixture.port())
                .usePlaintext()
                .build();
    }

    private static void create(ManagedChannel on, String id) {
        STTBackendGrpc.newBlockingStub(on)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder().setSessionId(id).build());
    }

    private static AudioChunk chunk(double seconds, boolean isFinal) {
        byte[] pcm = Pcm.bytes(Pcm.tone(440, 0.3, (int) (16_000 * seconds), 16_000));
        return AudioChunk.newBuilder()
                .setPcm16(ByteString.copyFrom(pcm))
                .setSampleRate(16_000)
                .setIsFinal(isFinal)
                .build();
    }

    private static final class Call implements StreamObserver<STTResult> {
        final BlockingQueue<STTResult> results = new LinkedBlockingQueue<>();
        final CompletableFuture<Status> end = new CompletableFuture<>();
        final StreamObserver<AudioChunk> input;

        Call(ManagedChannel on, String id) {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), id);
            input = STTBackendGrpc.newStub(on)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .streamingRecognize(this);
        }

        Status.Code code() throws Exception {
            return end.get(10, TimeUnit.SECONDS).getCode();
        }

        @Override
        public void onNext(STTResult result) {
            results.add(result);
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

    private static void await(String what, BooleanSupplier condition) {
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            assertTrue(Ticker.system().nanos() < deadline, () -> what + " not within 5 s");
            Thread.onSpinWait();
        }
    }

    private void awaitNoSession() {
        await(
                "no session",
                () -> fixture.server().control().sessions().list(OPERATOR).isEmpty());
    }

    private void awaitStreamOf(String id) {
        await(
                "a stream of " + id,
                () -> fixture.events().of(ServerEvent.StreamStarted.class).stream()
                        .anyMatch(event -> event.session().id().equals(id)));
    }

    @Test
    void aStreamGetsItsFinalAndEndsWell() throws Exception {
        create(channel, "s");
        Call call = new Call(channel, "s");
        call.input.onNext(chunk(1, true));
        assertEquals(Status.Code.OK, call.code());
        STTResult result = call.results.remove();
        assertTrue(result.getIsFinal());
        assertEquals(" from 0 to 16000", result.getText());
        awaitNoSession();
    }

    @Test
    void droppedConnectionsLeaveNothing() throws Exception {
        for (int i = 0; i < DROPPED_CONNECTIONS; i++) {
            ManagedChannel dropped = channel();
            create(dropped, "s" + i);
            new Call(dropped, "s" + i).input.onNext(chunk(0.2, i % 2 == 0));
            awaitStreamOf("s" + i);
            dropped.shutdownNow();
        }
        awaitNoSession();
        create(channel, "s0");
        Call after = new Call(channel, "s0");
        after.input.onNext(chunk(0.5, true));
        assertEquals(Status.Code.OK, after.code());
        assertEquals(1, after.results.size());
    }

    @Test
    void sessionsAreCreatedWhileFiftyStreamsAreOpen() throws Exception {
        List<Call> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            create(channel, "s" + i);
            open.add(new Call(channel, "s" + i));
            open.getLast().input.onNext(chunk(0.3, false));
        }
        create(channel, "one more");
        assertEquals(51, fixture.server().control().sessions().list(OPERATOR).size());
        open.forEach(call -> call.input.onCompleted());
        for (Call call : open) {
            assertEquals(Status.Code.OK, call.code());
            assertTrue(call.results.remove().getIsFinal());
        }
    }

    @Test
    void aLoweredLimitRefusesTheNextAndLeavesTheOpenAlone() throws Exception {
        create(channel, "s");
        Call call = new Call(channel, "s");
        assertEquals(
                new LimitsOutcome.Applied(1),
                fixture.server().control().limits().change(OPERATOR, 0, Map.of("server.max_sessions", 1), "busy"));
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> create(channel, "t"));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
        assertTrue(String.valueOf(refused.getMessage()).contains("ERR1011"), refused.toString());
        call.input.onNext(chunk(0.5, true));
        assertEquals(Status.Code.OK, call.code());
        assertEquals(1, call.results.size());
    }

    @Test
    void anOpenStreamGetsItsFinalBeforeTheServerStops() throws Exception {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        HealthCheckRequest asked =
                HealthCheckRequest.newBuilder().setService("stt.STTBackend").build();
        assertEquals(ServingStatus.SERVING, health.check(asked).getStatus());
        create(channel, "s");
        Call call = new Call(channel, "s");
        call.input.onNext(chunk(0.5, false));
        awaitStreamOf("s");
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(fixture::close);
        await("NOT_SERVING", () -> health.check(asked).getStatus() == ServingStatus.NOT_SERVING);
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> create(channel, "t"));
        assertTrue(String.valueOf(refused.getMessage()).contains("ERR1013"), refused.toString());
        Status end = call.end.get(10, TimeUnit.SECONDS);
        assertEquals(Status.Code.UNAVAILABLE, end.getCode());
        assertTrue(String.valueOf(end.getDescription()).startsWith("ERR1013 "), end.toString());
        assertTrue(call.results.remove().getIsFinal());
        stopped.get(10, TimeUnit.SECONDS);
    }
}
