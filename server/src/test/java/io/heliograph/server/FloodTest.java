package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Three times the work that one worker can do, and nothing measured is injected: partials give way first. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class FloodTest {
    /** Each speaker asks for five partials a second, and each takes this long: ten speakers ask for three workers. */
    private static final int SPEAKERS = 10;

    private static final long DECODE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int CHUNK_SAMPLES = 1_600;
    private static final int MAX_CHUNKS = 200;

    /** Half a second: what is shorter than a word has no text. */
    private static final int LAST_WORDS_CHUNKS = 5;

    private static final double STRETCHED = 2;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    /** Busy for its time, as a model is. */
    private static String slowly(AudioView audio) {
        Ticker ticker = Ticker.system();
        long end = ticker.nanos() + DECODE_NANOS;
        for (long left = DECODE_NANOS; left > 0; left = end - ticker.nanos()) {
            LockSupport.parkNanos(left);
        }
        return " " + audio.length();
    }

    @Test
    void aFloodStretchesPartialsAndNothingIsRefusedAndEveryFinalComes() throws Exception {
        int httpPort = FreePort.find();
        Map<String, Object> settings = Map.of(
                "server.grpc_transport",
                transport.configName(),
                "model.pool_size",
                1,
                "server.max_sessions",
                0,
                "server.max_sessions_per_ip",
                0,
                "server.http_host",
                ServerFixture.HOST,
                "server.metrics_port",
                httpPort,
                "server.http_rate_limit_rps",
                0,
                "server.first_partial_sec",
                0.2,
                "server.partial_decode_interval_sec",
                0.2);
        try (ServerFixture fixture = ServerFixture.start(new ScriptedModel(FloodTest::slowly), folder, settings);
                HttpClient http = HttpClient.newHttpClient()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(ServerFixture.HOST, fixture.port())
                    .usePlaintext()
                    .build();
            try {
                List<Speaker> speakers = new ArrayList<>();
                for (int i = 0; i < SPEAKERS; i++) {
                    speakers.add(new Speaker(channel, "s" + i));
                }
                double ratio = speakUntilStretched(speakers, http, httpPort);
                assertTrue(ratio >= STRETCHED, "partials are at " + ratio + " intervals");
                speakers.add(new Speaker(channel, "one more"));
                for (Speaker speaker : speakers) {
                    for (int i = 0; i < LAST_WORDS_CHUNKS; i++) {
                        speaker.speak();
                    }
                    speaker.input.onCompleted();
                }
                for (Speaker speaker : speakers) {
                    assertEquals(Status.OK, speaker.end.get(30, TimeUnit.SECONDS));
                    assertEquals(1, speaker.finals.get());
                }
                assertEquals(List.of(), refusals(fixture), "nothing is refused and nothing fails");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static double speakUntilStretched(List<Speaker> speakers, HttpClient http, int httpPort)
            throws IOException, InterruptedException {
        double ratio = 0;
        for (int i = 0; i < MAX_CHUNKS && ratio < STRETCHED; i++) {
            speakers.forEach(Speaker::speak);
            LockSupport.parkNanos(CHUNK_NANOS);
            ratio = metric(http, httpPort, "stt_partial_spacing_ratio");
        }
        return ratio;
    }

    private static List<ErrorCode> refusals(ServerFixture fixture) {
        List<ErrorCode> codes = new ArrayList<>();
        for (ServerEvent.RpcEnded ended : fixture.events().of(ServerEvent.RpcEnded.class)) {
            ErrorCode code = ended.code();
            if (code != null) {
                codes.add(code);
            }
        }
        return codes;
    }

    private static double metric(HttpClient http, int port, String series) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + ServerFixture.HOST + ":" + port + "/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static final class Speaker implements StreamObserver<STTResult> {
        final AtomicInteger finals = new AtomicInteger();
        final CompletableFuture<Status> end = new CompletableFuture<>();
        final StreamObserver<AudioChunk> input;

        Speaker(ManagedChannel channel, String id) {
            STTBackendGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .createSession(SessionRequest.newBuilder()
                            .setSessionId(id)
                            .putAttributes("partial", "1")
                            .build());
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), id);
            input = STTBackendGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .streamingRecognize(this);
        }

        void speak() {
            input.onNext(AudioChunk.newBuilder()
                    .setPcm16(ByteString.copyFrom(Pcm.bytes(Pcm.tone(440, 0.3, CHUNK_SAMPLES, 16_000))))
                    .setSampleRate(16_000)
                    .build());
        }

        @Override
        public void onNext(STTResult result) {
            if (result.getIsFinal()) {
                finals.incrementAndGet();
            }
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
