package io.heliograph.server.transport.grpc.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** A whole server with HTTP, and bystanders who want nothing but their finals. Thread-safe. */
final class AbuseScene implements AutoCloseable {
    /** The objective for finals (contract §17.1). */
    private static final int FINAL_SECONDS = 5;

    private static final int BASELINE_SECONDS = 15;
    private static final List<String> GAUGES =
            List.of("stt_active_sessions", "stt_streams_active", "stt_buffer_bytes_total", "stt_decode_pending");

    private final ServerFixture fixture;
    private final int httpPort;
    private final ManagedChannel channel;
    private final Function<String, Metadata> headers;
    private final AtomicInteger sessions = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();

    /** What is done to the server; connections it leaves open are closed when the bystanders have got their finals. */
    interface Abuse {
        void commit(List<AutoCloseable> left) throws Exception;
    }

    AbuseScene(GrpcTransportKind transport, Path folder, Map<String, Object> settings) throws IOException {
        this(transport, folder, settings, id -> new Metadata());
    }

    /**
     * A scene in which a session needs more than its id.
     *
     * @param headers what goes with CreateSession, by session id
     */
    AbuseScene(
            GrpcTransportKind transport, Path folder, Map<String, Object> settings, Function<String, Metadata> headers)
            throws IOException {
        this.headers = headers;
        httpPort = freePort();
        Map<String, Object> all = new HashMap<>(Map.of(
                "server.metrics_port", httpPort,
                "server.grpc_transport", transport.configName(),
                "server.max_sessions", 0,
                "server.max_sessions_per_ip", 0,
                "server.http_rate_limit_rps", 0,
                "server.decode_timeout_sec", 2));
        all.putAll(settings);
        fixture = ServerFixture.start(ScriptedModel.naming(), folder, all);
        channel = NettyChannelBuilder.forAddress(ServerFixture.HOST, fixture.port())
                .usePlaintext()
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return fixture.port();
    }

    ServerFixture fixture() {
        return fixture;
    }

    /** Registers a session and gives its id. */
    String session(String... attributes) {
        String id = "s" + sessions.incrementAndGet();
        SessionRequest.Builder request = SessionRequest.newBuilder().setSessionId(id);
        for (int i = 0; i < attributes.length; i += 2) {
            request.putAttributes(attributes[i], attributes[i + 1]);
        }
        stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers.apply(id)))
                .createSession(request.build());
        return id;
    }

    STTBackendGrpc.STTBackendBlockingStub stub() {
        return STTBackendGrpc.newBlockingStub(channel).withDeadlineAfter(FINAL_SECONDS, TimeUnit.SECONDS);
    }

    static AudioChunk chunk(double seconds, boolean isFinal) {
        return AudioChunk.newBuilder()
                .setPcm16(ByteString.copyFrom(Pcm.bytes(Pcm.tone(440, 0.3, (int) (16_000 * seconds), 16_000))))
                .setSampleRate(16_000)
                .setIsFinal(isFinal)
                .build();
    }

    /**
     * One bystander streams through the abuse, another comes during it; both get their finals in time, the probe answers, and
     * afterwards everything is as it was before.
     */
    void survives(Abuse abuse) throws Exception {
        new Bystander(session()).finish();
        awaitRest();
        long descriptors = descriptors();
        long threads = threads();
        List<AutoCloseable> left = new CopyOnWriteArrayList<>();
        try {
            Bystander early = new Bystander(session());
            abuse.commit(left);
            early.finish();
            new Bystander(session()).finish();
            assertEquals(200, get("/livez").statusCode());
        } finally {
            for (AutoCloseable each : left) {
                each.close();
            }
        }
        awaitRest();
        // Two for a connection and a thread that come and go in their own time.
        await("file descriptors as before", () -> descriptors() <= descriptors + 2);
        await("threads as before", () -> threads() <= threads + 2);
        new Bystander(session()).finish();
    }

    /** Waits until nothing is held for anybody. */
    void awaitRest() {
        await("all gauges 0", () -> GAUGES.stream().allMatch(gauge -> gauge(gauge) == 0));
    }

    double gauge(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(httpPort, path)))
                            .timeout(Duration.ofSeconds(FINAL_SECONDS))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(BASELINE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(Ticker.system().nanos() < deadline, () -> what + " not within %d s".formatted(BASELINE_SECONDS));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Pools fill up to their size as they are used, also those of the clients in this process; they do not count. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("grpc-") && !name.startsWith("ForkJoinPool"))
                .filter(name -> !name.startsWith("HttpClient") && !name.startsWith("VirtualThread"))
                .count();
    }

    private static long descriptors() {
        try (Stream<Path> open = java.nio.file.Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        http.close();
        fixture.close();
    }

    /** A stream of half a second before and half a second during the abuse. */
    private final class Bystander implements StreamObserver<STTResult> {
        private final List<STTResult> results = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();
        private final StreamObserver<AudioChunk> input;

        Bystander(String id) {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER), id);
            input = STTBackendGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .streamingRecognize(this);
            input.onNext(chunk(0.5, false));
        }

        void finish() throws Exception {
            input.onNext(chunk(0.5, true));
            assertEquals(
                    Status.Code.OK, end.get(FINAL_SECONDS, TimeUnit.SECONDS).getCode());
            assertEquals(
                    List.of(" from 0 to 16000"),
                    results.stream()
                            .filter(STTResult::getIsFinal)
                            .map(STTResult::getText)
                            .toList());
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
}
