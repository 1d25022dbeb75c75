package io.heliograph.server.transport.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.testing.TokenSignature;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Signed tokens as clients send them: real metadata to a real listener (contract §2.4 and Appendix B). */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class SignedTokenWireTest {
    private static final String SECRET = "sec";
    private static final String TIME = "1700000000";

    /** Header=value;header=value, with the right signature for {@code $} and the timestamp for {@code @}. */
    private static final List<String> GOOD = List.of(
            "x-stt-auth-ts=@;x-stt-auth=$",
            "x-auth-ts=@;x-auth-sig=$",
            "x-auth-timestamp=@;x-auth-signature=$",
            "x-stt-auth-ts=@;x-auth-ts=9;x-auth-timestamp=8;x-stt-auth=$;x-auth-sig=no;x-auth-signature=no",
            "x-auth-ts=@;authorization=Bearer $;x-stt-auth=no",
            "x-auth-ts=@;authorization=token $",
            "x-auth-ts=@;authorization=Signature $",
            "x-auth-ts=@;authorization=hmac $",
            "x-auth-ts=@;authorization=$",
            "authorization=Bearer @:$",
            "authorization=@:$",
            "x-auth-ts=@.9;x-auth-sig=$");

    private static final List<String> BAD = List.of(
            "",
            "x-auth-ts=@",
            "x-auth-sig=$",
            "x-auth-ts=@;x-auth-sig=no",
            "x-auth-ts=1700000001;x-auth-sig=$",
            "x-auth-ts=@;authorization=Basic $",
            "x-auth-ts=@;authorization=Bearer no;x-auth-sig=$",
            "x-auth-ts=NaN;x-auth-sig=$",
            "x-auth-ts=Infinity;x-auth-sig=$",
            "x-auth-ts=1e18;x-auth-sig=$",
            "x-auth-ts=soon;x-auth-sig=$",
            "x-auth-ts=00000000000000000000000@;x-auth-sig=$",
            "authorization=@$");

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ServerFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    private void open(double ttlSeconds) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "server.grpc_transport",
                transport.configName(),
                "server.max_sessions",
                0,
                "server.max_sessions_per_ip",
                0,
                "auth.create_session_auth_profile",
                "signed_token",
                "auth.create_session_auth_secret",
                " " + SECRET + "\n",
                "auth.create_session_auth_ttl_sec",
                ttlSeconds));
        fixture = ServerFixture.start(ScriptedModel.naming(), folder, settings);
        channel = NettyChannelBuilder.forAddress(ServerFixture.HOST, fixture.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        fixture.close();
    }

    /** What CreateSession answers: OK, or the status message. */
    private String create(String id, String headers, String time, String signature) {
        Metadata metadata = new Metadata();
        for (String header : headers.split(";", -1)) {
            if (!header.isEmpty()) {
                String[] pair = header.split("=", 2);
                metadata.put(
                        Metadata.Key.of(pair[0], Metadata.ASCII_STRING_MARSHALLER),
                        pair[1].replace("@", time).replace("$", signature));
            }
        }
        try {
            STTBackendGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .createSession(SessionRequest.newBuilder().setSessionId(id).build());
            return "OK";
        } catch (StatusRuntimeException e) {
            return String.valueOf(e.getStatus().getDescription());
        }
    }

    private String createNow(String id, long time) {
        return create(id, "x-auth-ts=@;x-auth-sig=$", Long.toString(time), TokenSignature.of(SECRET, id + ":" + time));
    }

    @Test
    void theVectorsOfTheContractPass() {
        open(0);
        assertEquals(
                "OK",
                create(
                        "s1",
                        GOOD.getFirst(),
                        TIME,
                        "1153b00e278c50bf4c8530d3289af8a9bade5ff08a8c612de6d8f0b4d5e6741e"));
        assertEquals(
                "OK",
                create(
                        "회의-1",
                        GOOD.getFirst(),
                        TIME,
                        "b1c177095112d2a7c91ee5b55b463cb01e791cdb2441e1ec8e89fef11f75f29e"));
    }

    @Test
    void everyFormOfTheHeadersPasses() {
        open(0);
        for (int i = 0; i < GOOD.size(); i++) {
            String id = "good-" + i;
            assertEquals("OK", create(id, GOOD.get(i), TIME, TokenSignature.of(SECRET, id + ":" + TIME)), GOOD.get(i));
        }
    }

    @Test
    void everyFaultIsRefusedWithTheSameText() {
        open(0);
        Set<String> texts = new HashSet<>();
        for (String headers : BAD) {
            String said = create("bad", headers, TIME, TokenSignature.of(SECRET, "bad:" + TIME));
            assertTrue(said.startsWith("ERR1014 "), headers + " -> " + said);
            texts.add(said);
        }
        texts.add(create("bad", GOOD.getFirst(), TIME, TokenSignature.of("other", "bad:" + TIME)));
        String upper = TokenSignature.of(SECRET, "bad:" + TIME).toUpperCase(java.util.Locale.ROOT);
        texts.add(create("bad", GOOD.getFirst(), TIME, upper));
        assertEquals(1, texts.size(), texts.toString());
        assertEquals(List.of(), fixture.events().of(ServerEvent.SessionCreated.class));
    }

    @Test
    void aTokenOpensOneSessionOnly() throws Exception {
        open(0);
        assertEquals("OK", createNow("once", 1_700_000_000));
        CompletableFuture<String> end = new CompletableFuture<>();
        Metadata bound = new Metadata();
        bound.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), "once");
        StreamObserver<AudioChunk> input = STTBackendGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bound))
                .streamingRecognize(new StreamObserver<STTResult>() {
                    @Override
                    public void onNext(STTResult result) {}

                    @Override
                    public void onError(Throwable problem) {
                        end.complete(problem.toString());
                    }

                    @Override
                    public void onCompleted() {
                        end.complete("OK");
                    }
                });
        input.onCompleted();
        assertEquals("OK", end.get(10, TimeUnit.SECONDS));
        String again = createNow("once", 1_700_000_000);
        assertTrue(again.startsWith("ERR1014 "), again);
        assertEquals("OK", createNow("once", 1_700_000_001));
    }

    @Test
    void clocksFarOffAreRefusedInBothDirections() {
        open(60);
        long now = Instant.now().getEpochSecond();
        for (long off : List.of(-86_400L, -120L, 120L, 86_400L)) {
            String said = createNow("off" + off, now + off);
            assertTrue(said.startsWith("ERR1014 "), off + " s -> " + said);
        }
        assertEquals("OK", createNow("seconds", now));
        assertEquals("OK", createNow("milliseconds", now * 1000));
    }
}
