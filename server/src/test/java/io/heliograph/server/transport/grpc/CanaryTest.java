package io.heliograph.server.transport.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;
import io.heliograph.server.telemetry.LogConfig;
import io.heliograph.server.telemetry.LogLevel;
import io.heliograph.server.telemetry.LogSetup;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.testing.TokenSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plants secrets and text in every place where a server gets some, uses it well and badly, and looks for them wherever it leaves
 * traces.
 */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class CanaryTest {
    private static final String VISIBLE = "canary-session";
    private static final String SECRET = "canary-hmac-secret";
    private static final String KEY = "canary-api-key";
    private static final String TEXT = "canary spoken words";
    private static final String BEARER = "canary-observability-bearer";
    private static final String WRONG_TOKEN = "canary-wrong-session-token";
    private static final String WRONG_SIGNATURE = "canary-wrong-signature";
    private static final String ATTRIBUTE = "canary-auth-attribute";

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    private final StringBuilder told = new StringBuilder();
    private final List<String> canaries =
            new ArrayList<>(List.of(SECRET, KEY, TEXT, BEARER, WRONG_TOKEN, WRONG_SIGNATURE, ATTRIBUTE));

    @Test
    void nothingSecretLeavesATrace() throws Exception {
        TestCertificate certificate = TestCertificate.named("canary", folder);
        certificate.writeTo(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        certificate.key().lines().filter(line -> line.length() > 40).forEach(canaries::add);
        Path log = folder.resolve("server.log");
        int httpPort = FreePort.find();
        try (LogSetup setup = LogSetup.install(LogConfig.of(LogLevel.TRACE, log));
                ServerFixture fixture =
                        ServerFixture.start(new ScriptedModel(audio -> " " + TEXT), folder, settings(httpPort))) {
            assertEquals(0, setup.droppedRecords());
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            ServerFixture.HOST,
                            fixture.port(),
                            TlsChannelCredentials.newBuilder()
                                    .trustManager(new ByteArrayInputStream(
                                            certificate.certificate().getBytes(US_ASCII)))
                                    .build())
                    .build();
            try {
                useWell(channel);
                useBadly(channel);
                ask(httpPort);
            } finally {
                channel.shutdownNow();
            }
        }
        Path transcripts = folder.resolve("data").resolve("transcripts.log");
        assertTrue(Files.readString(transcripts).contains(TEXT), "the text is where it is meant to be");
        String traces = told + Files.readString(log) + filesBut(transcripts);
        assertTrue(traces.contains(VISIBLE), "the search finds what is there");
        assertTrue(traces.contains("ERR1014") && traces.contains("ERR1005") && traces.contains("stt_build_info"));
        for (String canary : canaries) {
            assertEquals(
                    -1,
                    traces.indexOf(canary),
                    () -> canary + " in: "
                            + traces.substring(
                                    Math.max(0, traces.indexOf(canary) - 200),
                                    Math.min(traces.length(), traces.indexOf(canary) + 100)));
        }
    }

    private Map<String, Object> settings(int httpPort) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.metrics_port", httpPort);
        settings.put("server.grpc_transport", transport.configName());
        settings.put("server.http_rate_limit_rps", 0);
        settings.put("auth.create_session_auth_profile", "signed_token");
        settings.put("auth.create_session_auth_secret", SECRET);
        settings.put("tls.cert_file", "cert.pem");
        settings.put("tls.key_file", "key.pem");
        settings.put("storage.persist_audio", true);
        settings.put("logging.log_transcripts", true);
        settings.put("logging.transcript_file", "data/transcripts.log");
        settings.put("metrics.expose_api_key_sessions", true);
        return settings;
    }

    private SessionResponse create(ManagedChannel channel, String id, String signature) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-auth-ts", Metadata.ASCII_STRING_MARSHALLER), "1700000000");
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + signature);
        return STTBackendGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder()
                        .setSessionId(id)
                        .setRequireToken(true)
                        .putAttributes("api_key", KEY)
                        .putAttributes("auth_sig", ATTRIBUTE)
                        .putAttributes("signature", ATTRIBUTE)
                        .putAttributes("partial", "on")
                        .build());
    }

    private String signed(String id) {
        String signature = TokenSignature.of(SECRET, id + ":1700000000");
        canaries.add(signature);
        return signature;
    }

    private void useWell(ManagedChannel channel) throws Exception {
        SessionResponse session = create(channel, VISIBLE, signed(VISIBLE));
        canaries.add(session.getToken());
        told.append(session.getAttributesMap());
        assertEquals(
                Status.Code.OK, stream(channel, VISIBLE, session.getToken()).getCode());
    }

    private void useBadly(ManagedChannel channel) throws Exception {
        for (String signature : List.of(WRONG_SIGNATURE, "1700000000:" + WRONG_SIGNATURE, signed(VISIBLE))) {
            try {
                create(channel, VISIBLE, signature);
                throw new AssertionError("accepted");
            } catch (StatusRuntimeException e) {
                told.append(e.getStatus()).append(e.getTrailers());
            }
        }
        canaries.add(create(channel, "second", signed("second")).getToken());
        Status refused = stream(channel, "second", WRONG_TOKEN);
        assertEquals(Status.Code.PERMISSION_DENIED, refused.getCode());
        told.append(stream(channel, "unknown", WRONG_TOKEN));
    }

    /** Sends a second of speech; the end of the call, with what it says. */
    private Status stream(ManagedChannel channel, String id, String token) throws Exception {
        CompletableFuture<Status> end = new CompletableFuture<>();
        StreamObserver<AudioChunk> input = STTBackendGrpc.newStub(channel)
                .streamingRecognize(new StreamObserver<STTResult>() {
                    @Override
                    public void onNext(STTResult result) {
                        assertTrue(result.getText().contains(TEXT));
                    }

                    @Override
                    public void onError(Throwable problem) {
                        told.append(Status.trailersFromThrowable(problem));
                        end.complete(Status.fromThrowable(problem));
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.OK);
                    }
                });
        input.onNext(AudioChunk.newBuilder()
                .setSessionId(id)
                .setSessionToken(token)
                .setPcm16(ByteString.copyFrom(Pcm.bytes(Pcm.tone(440, 0.3, 16_000, 16_000))))
                .setSampleRate(16_000)
                .setIsFinal(true)
                .build());
        Status status = end.get(20, TimeUnit.SECONDS);
        told.append(status);
        return status;
    }

    private void ask(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path :
                    List.of("/metrics", "/metrics.json", "/health", "/system", "/livez", "/nowhere?token=" + BEARER)) {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + BEARER)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                told.append(response.headers().map()).append(response.body());
            }
        }
    }

    /** Everything in the data directory, as bytes. */
    private String filesBut(Path meant) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(meant)) {
                    all.append(file).append(Files.readString(file, ISO_8859_1));
                }
            }
        }
        assertTrue(all.indexOf(".wav") > 0, "the recording is there");
        return all.toString();
    }
}
