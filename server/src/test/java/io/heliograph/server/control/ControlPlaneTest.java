package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** An operator at a whole server, with a real client that feels what is done. */
final class ControlPlaneTest {
    private static final Operator VIEWER = new Operator("vera", Role.VIEWER, "test");
    private static final Operator OPERATOR = new Operator("otto", Role.OPERATOR, "console 127.0.0.1");
    private static final String MAX_SESSIONS = "server.max_sessions";

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
                Map.of(MAX_SESSIONS, 3, "server.max_sessions_per_ip", 0, "server.decode_timeout_sec", 2));
        channel = NettyChannelBuilder.forAddress(ServerFixture.HOST, fixture.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        fixture.close();
    }

    private ControlPlane control() {
        return fixture.server().control();
    }

    private void create(String id) {
        STTBackendGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder().setSessionId(id).build());
    }

    private static void assertRefused(String code, Executable call) {
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
        assertTrue(String.valueOf(refused.getMessage()).contains(code), refused.toString());
    }

    private static void assertFails(ControlException.Kind kind, Executable call) {
        assertEquals(kind, assertThrows(ControlException.class, call).kind());
    }

    private String value(String key) {
        return control().limits().view(VIEWER).entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** The end of a stream on that session, once its first results are of no interest. */
    private CompletableFuture<Status> stream(String id) {
        CompletableFuture<Status> end = new CompletableFuture<>();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), id);
        StreamObserver<AudioChunk> input = STTBackendGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .streamingRecognize(new StreamObserver<STTResult>() {
                    @Override
                    public void onNext(STTResult result) {}

                    @Override
                    public void onError(Throwable problem) {
                        end.complete(Status.fromThrowable(problem));
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.OK);
                    }
                });
        input.onNext(AudioChunk.newBuilder().setSampleRate(16_000).build());
        return end;
    }

    /** The session that is streaming, once one is. */
    private String streamingHash() {
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            for (SessionView session : control().sessions().list(VIEWER)) {
                if (session.isStreaming()) {
                    return session.hash();
                }
            }
            assertTrue(Ticker.system().nanos() < deadline, "no session was streaming within 10 s");
            Thread.onSpinWait();
        }
    }

    @Test
    void aChangeActsOnTheNextClientAndARollbackTakesItBack() {
        create("a");
        LimitsControl limits = control().limits();
        assertEquals(new LimitsOutcome.Applied(1), limits.change(OPERATOR, 0, Map.of(MAX_SESSIONS, "1"), "too busy"));
        assertRefused("ERR1011", () -> create("b"));
        LimitsView view = limits.view(VIEWER);
        assertEquals(1, view.version());
        LimitEntry drifted = view.drift().getFirst();
        assertEquals(List.of(MAX_SESSIONS, "3", "1"), List.of(drifted.key(), drifted.configured(), drifted.value()));
        assertEquals(1.0, drifted.inUse().getAsDouble());

        assertEquals(new LimitsOutcome.Applied(2), limits.rollBack(OPERATOR, 1, 0, "quiet again"));
        create("b");
        assertTrue(limits.view(VIEWER).drift().isEmpty());
        assertEquals(new LimitsOutcome.Applied(3), limits.rollBack(OPERATOR, 2, 1, "busy again"));
        assertEquals("1", value(MAX_SESSIONS));
        LimitsVersion first = limits.history(VIEWER).getLast();
        assertEquals("otto", first.author());
        assertEquals("too busy", first.reason());
        assertEquals(List.of(new LimitDifference(MAX_SESSIONS, "3", "1")), first.differences());
        assertFails(ControlException.Kind.UNKNOWN, () -> limits.rollBack(OPERATOR, 3, 17, "nowhere"));
    }

    @Test
    void theSecondOfTwoOperatorsSeesWhatTheFirstDid() {
        LimitsControl limits = control().limits();
        limits.change(OPERATOR, 0, Map.of(MAX_SESSIONS, 9), "first");
        LimitsOutcome.Conflict conflict = assertInstanceOf(
                LimitsOutcome.Conflict.class, limits.change(OPERATOR, 0, Map.of(MAX_SESSIONS, 2), "second"));
        assertEquals(1, conflict.current());
        assertEquals("first", conflict.meanwhile().getFirst().reason());
        assertEquals("9", value(MAX_SESSIONS));
    }

    @Test
    void aChangeWithOneBadKeyChangesNothing() {
        LimitsOutcome.Invalid invalid = assertInstanceOf(
                LimitsOutcome.Invalid.class,
                control()
                        .limits()
                        .change(
                                OPERATOR,
                                0,
                                Map.of(MAX_SESSIONS, 9, "vad.threshold", "7", "server.port", 1),
                                "nonsense"));
        assertEquals(Set.of("vad.threshold", "server.port"), invalid.problems().keySet());
        assertEquals(0, control().limits().view(VIEWER).version());
        assertEquals("3", value(MAX_SESSIONS));
    }

    @Test
    void aPreviewSaysWhatALoweredLimitDoesAndDoesNothing() {
        create("a");
        create("b");
        LimitsOutcome.Preview preview = assertInstanceOf(
                LimitsOutcome.Preview.class, control().limits().preview(VIEWER, Map.of(MAX_SESSIONS, 1)));
        assertEquals(List.of(new LimitDifference(MAX_SESSIONS, "3", "1")), preview.differences());
        assertEquals(
                "1 sessions above the new server.max_sessions: nobody is ended, admission waits",
                preview.consequences().getFirst());
        assertEquals("3", value(MAX_SESSIONS));
    }

    @Test
    void aViewerMayLookAndNothingElse() {
        create("a");
        String hash = control().sessions().list(VIEWER).getFirst().hash();
        assertFails(
                ControlException.Kind.FORBIDDEN,
                () -> control().limits().change(VIEWER, 0, Map.of(MAX_SESSIONS, 9), "mine"));
        assertFails(ControlException.Kind.FORBIDDEN, () -> control().limits().rollBack(VIEWER, 0, 0, "mine"));
        assertFails(ControlException.Kind.FORBIDDEN, () -> control().sessions().end(VIEWER, hash, "mine"));
        assertFails(ControlException.Kind.FORBIDDEN, () -> control().sessions().drain(VIEWER, "mine"));
        assertFails(ControlException.Kind.FORBIDDEN, () -> control().sessions().undoDrain(VIEWER, "mine"));
        assertEquals(1, control().sessions().list(VIEWER).size());
        assertFalse(control().sessions().isDraining(VIEWER));
    }

    @Test
    void objectivesAreForAdminsAlone() {
        Operator admin = new Operator("ada", Role.ADMIN, "test");
        LimitsControl limits = control().limits();
        Map<String, Double> softer = Map.of("objectives.final_target", 0.9);
        assertFails(ControlException.Kind.FORBIDDEN, () -> limits.change(OPERATOR, 0, softer, "too strict"));
        assertEquals(new LimitsOutcome.Applied(1), limits.change(admin, 0, softer, "too strict"));
        assertFails(ControlException.Kind.FORBIDDEN, () -> limits.rollBack(OPERATOR, 1, 0, "as it was"));
        assertEquals(
                0.9, control().objectives().view(VIEWER).objectives().get(2).target());
        assertEquals(new LimitsOutcome.Applied(2), limits.change(OPERATOR, 1, Map.of(MAX_SESSIONS, 9), "room"));
        assertEquals(
                new LimitsOutcome.Applied(3), limits.rollBack(OPERATOR, 2, 1, "less room"), "it changes no objective");
        assertEquals(new LimitsOutcome.Applied(4), limits.rollBack(admin, 3, 0, "as it was"));
    }

    @Test
    void whateverIsDoneNeedsAReason() {
        create("a");
        String hash = control().sessions().list(VIEWER).getFirst().hash();
        assertFails(
                ControlException.Kind.INVALID,
                () -> control().limits().change(OPERATOR, 0, Map.of(MAX_SESSIONS, 9), " "));
        assertFails(ControlException.Kind.INVALID, () -> control().sessions().end(OPERATOR, hash, ""));
        assertFails(ControlException.Kind.INVALID, () -> control().sessions().drain(OPERATOR, "x".repeat(501)));
        assertEquals(1, control().sessions().list(VIEWER).size());
    }

    @Test
    void anEndedStreamTellsItsClientToComeAgain() throws Exception {
        create("a");
        create("b");
        CompletableFuture<Status> end = stream("a");
        control().sessions().end(OPERATOR, streamingHash(), "wrong tenant");
        Status status = end.get(10, TimeUnit.SECONDS);
        assertEquals(Status.Code.UNAVAILABLE, status.getCode());
        assertTrue(String.valueOf(status.getDescription()).startsWith("ERR1013"), status.toString());
        String waiting = control().sessions().list(VIEWER).getFirst().hash();
        control().sessions().end(OPERATOR, waiting, "nobody came");
        assertTrue(control().sessions().list(VIEWER).isEmpty());
        assertFails(ControlException.Kind.UNKNOWN, () -> control().sessions().end(OPERATOR, waiting, "again"));
    }

    @Test
    void aDrainRefusesNewSessionsUntilItIsUndone() throws Exception {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        HealthCheckRequest asked =
                HealthCheckRequest.newBuilder().setService("stt.STTBackend").build();
        create("a");
        control().sessions().drain(OPERATOR, "new release");
        assertRefused("ERR1013", () -> create("b"));
        assertEquals(ServingStatus.NOT_SERVING, health.check(asked).getStatus());
        CompletableFuture<Status> end = stream("a");
        assertFalse(end.isDone());
        control().sessions().undoDrain(OPERATOR, "not yet");
        assertEquals(ServingStatus.SERVING, health.check(asked).getStatus());
        create("b");
        assertEquals(2, control().sessions().list(VIEWER).size());
    }
}
