package io.heliograph.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.StreamsControl;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.RealModels;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.trace.StreamTimeline;
import io.heliograph.server.vad.SileroModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** {@code GET /streams} of a whole server that hears real speech with real models. */
final class StreamPagesTest {
    private static final String ID = "a session id that nobody may see";
    private static final String HASH = Hash16.ofSession(ID);
    private static final int CHUNK_BYTES = 3_200;

    /** Audio of 100 ms each 80 ms: as fast as nine seconds may come and still count as spoken (contract §17.1). */
    private static final long CHUNK_PAUSE_MILLIS = 80;

    private static final Operator VIEWER = new Operator("vera", Role.VIEWER, "test");

    private record Final(double receivedSec, double endSec) {}

    private final List<Final> finals = new CopyOnWriteArrayList<>();
    private final Ticker ticker = Ticker.system();

    @Test
    void theTimeLineOfRealSpeechIsInOrderAndIsWhatTheClientSaw(@TempDir Path folder) throws Exception {
        int port = FreePort.find();
        Map<String, Object> settings = Map.of(
                "server.metrics_port", port, "server.http_host", ServerFixture.HOST, "server.http_rate_limit_rps", 0);
        try (MoonshineModel moonshine = RealModels.moonshine();
                SileroModel silero = RealModels.silero();
                ServerFixture fixture = ServerFixture.start(moonshine, silero::newDetector, folder, settings)) {
            assertEquals(404, get(port, "/streams/" + HASH).statusCode());
            Instant before = Instant.now();
            speak(fixture.port(), RealModels.sample("beckett.wav"));
            HttpResponse<String> response = get(port, "/streams/" + HASH);
            assertEquals(200, response.statusCode());
            String told = response.body()
                    + get(port, "/streams").body()
                    + get(port, "/streams?worst=final").body();
            assertFalse(
                    told.contains("nobody may see")
                            || told.toLowerCase(Locale.ROOT).contains("tried"),
                    told);

            Map<String, Object> stream = new Yaml().load(response.body());
            assertEquals("ended", stream.get("state"));
            Instant startedAt = Instant.parse((String) requireNonNull(stream.get("started_at")));
            assertFalse(startedAt.isBefore(before.minusSeconds(1)) || startedAt.isAfter(Instant.now()), told);
            List<Map<String, Object>> utterances = list(stream, "timeline");
            assertTrue(utterances.size() >= 2, told);
            assertEquals(utterances.size(), stream.get("utterances"));
            assertEquals(0, stream.get("dropped"));
            utterances.forEach(StreamPagesTest::assertInOrder);
            assertSeenByTheClient(utterances);
            assertWorst(port, utterances);
            assertCounted(port, utterances);
            assertControl(fixture.server().control().streams(), utterances.size());
            assertEquals(
                    422,
                    get(port, "/streams/" + HASH.toUpperCase(Locale.ROOT) + "0").statusCode());
            assertEquals(422, get(port, "/streams?worst=errors").statusCode());
        }
    }

    private static void assertInOrder(Map<String, Object> utterance) {
        Map<String, Object> at = object(utterance, "at_sec");
        double sent = number(at, "final_sent");
        assertTrue(number(at, "speech_start") <= number(at, "first_result"), utterance.toString());
        assertTrue(number(at, "first_result") <= sent, utterance.toString());
        assertTrue(number(at, "speech_start") <= number(at, "last_speech"), utterance.toString());
        assertTrue(number(at, "last_speech") <= number(at, "trigger"), utterance.toString());
        assertTrue(number(at, "trigger") <= sent, utterance.toString());
        assertTrue(number(at, "decode_start") <= number(at, "decode_end"), utterance.toString());
        assertTrue(number(at, "decode_end") <= sent, utterance.toString());
        Map<String, Object> verdict = object(object(utterance, "objectives"), "final");
        boolean isInTime = number(utterance, "final_latency_sec") <= 5;
        assertEquals(
                Boolean.TRUE.equals(utterance.get("paced")) ? isInTime ? "good" : "late" : "not_valid",
                verdict.get("verdict"),
                utterance.toString());
    }

    /** The server's clock begins after the client's, and a final is received after it is sent. */
    private void assertSeenByTheClient(List<Map<String, Object>> utterances) {
        assertEquals(utterances.size(), finals.size());
        double lastSent = 0;
        for (int i = 0; i < finals.size(); i++) {
            double sent = number(object(utterances.get(i), "at_sec"), "final_sent");
            assertTrue(lastSent <= sent && sent <= finals.get(i).receivedSec(), finals + " " + utterances);
            double speechEnd = number(object(utterances.get(i), "audio_sec"), "speech_end");
            assertEquals(finals.get(i).endSec(), speechEnd, 0.5, "it is the same utterance");
            lastSent = sent;
        }
    }

    private static void assertWorst(int port, List<Map<String, Object>> utterances) throws Exception {
        Map<String, Object> worst =
                new Yaml().load(get(port, "/streams?worst=final").body());
        List<Double> told = list(worst, "1h").stream()
                .map(each -> number(each, "latency_sec"))
                .toList();
        List<Double> expected = utterances.stream()
                .filter(each -> Boolean.TRUE.equals(each.get("paced")))
                .map(each -> number(each, "final_latency_sec"))
                .sorted(Comparator.reverseOrder())
                .toList();
        assertEquals(expected, told);
        list(worst, "1d").forEach(each -> assertEquals(HASH, each.get("stream")));
    }

    /** What the engine counted is what the time lines say. */
    private static void assertCounted(int port, List<Map<String, Object>> utterances) throws Exception {
        Map<String, Object> slo = new Yaml().load(get(port, "/slo").body());
        for (String objective : List.of("first_partial", "final")) {
            long valid = utterances.stream()
                    .map(each -> object(object(each, "objectives"), objective))
                    .filter(each -> !"not_valid".equals(each.get("verdict")))
                    .count();
            Map<String, Object> counts = object(object(object(object(slo, "objectives"), objective), "windows"), "1h");
            assertEquals((double) valid, number(counts, "valid"), objective);
        }
    }

    private static void assertControl(StreamsControl control, int utterances) {
        StreamTimeline stream = control.timeline(VIEWER, HASH);
        assertEquals(utterances, stream.utterances().size());
        assertEquals(List.of(stream), control.recent(VIEWER));
        assertFalse(control.worst(VIEWER, Sli.FIRST_PARTIAL).lastDay().size() > utterances);
        assertEquals(
                ControlException.Kind.UNKNOWN,
                assertThrows(ControlException.class, () -> control.timeline(VIEWER, "0123456789abcdef"))
                        .kind());
        assertEquals(
                ControlException.Kind.INVALID,
                assertThrows(ControlException.class, () -> control.worst(VIEWER, Sli.ERRORS))
                        .kind());
    }

    private void speak(int port, byte[] audio) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress(ServerFixture.HOST, port)
                .usePlaintext()
                .build();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            STTBackendGrpc.newBlockingStub(channel)
                    .createSession(SessionRequest.newBuilder()
                            .setSessionId(ID)
                            .putAttributes("partial", "1")
                            .putAttributes("emit_final_on_vad", "1")
                            .build());
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), ID);
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            long begin = ticker.nanos();
            StreamObserver<AudioChunk> input = STTBackendGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .streamingRecognize(new StreamObserver<STTResult>() {
                        @Override
                        public void onNext(STTResult result) {
                            if (result.getIsFinal()) {
                                finals.add(new Final((ticker.nanos() - begin) / 1e9, result.getEndSec()));
                            }
                        }

                        @Override
                        public void onError(Throwable problem) {
                            end.completeExceptionally(problem);
                        }

                        @Override
                        public void onCompleted() {
                            end.complete(true);
                        }
                    });
            int[] position = {0};
            ScheduledFuture<?> unused = clock.scheduleAtFixedRate(
                    () -> {
                        int count = Math.min(CHUNK_BYTES, audio.length - position[0]);
                        if (count > 0) {
                            input.onNext(AudioChunk.newBuilder()
                                    .setPcm16(ByteString.copyFrom(audio, position[0], count))
                                    .setSampleRate(16_000)
                                    .build());
                            position[0] += count;
                        } else {
                            input.onCompleted();
                            clock.shutdown();
                        }
                    },
                    0,
                    CHUNK_PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
            assertTrue(end.get(60, TimeUnit.SECONDS));
        } finally {
            channel.shutdownNow();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> parent, String key) {
        return (Map<String, Object>) requireNonNull(parent.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) requireNonNull(parent.get(key), key);
    }

    private static double number(Map<String, Object> parent, String key) {
        return ((Number) requireNonNull(parent.get(key), key)).doubleValue();
    }
}
