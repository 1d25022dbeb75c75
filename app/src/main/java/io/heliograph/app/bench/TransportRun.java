package io.heliograph.app.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.heliograph.app.client.Pause;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One server over one transport, and what is done to it. Confined to one thread. */
final class TransportRun implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final int SECOND_BYTES = 32_000;

    /** Two dozen a second beside the streams: as a busy server sees it. */
    private static final long CREATE_DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final WatchedServer server;
    private final Ticker ticker;
    private final ByteString speech;
    private final Percentiles createMillis = new Percentiles();
    private double cpuSeconds;
    private double streamSeconds;
    private double aliveMegabytes;
    private double residentMegabytes;

    /**
     * Starts a server.
     *
     * @param name the transport's, as configured
     */
    TransportRun(String name, Endurance setting, Ticker ticker) throws IOException, InterruptedException {
        this.name = name;
        this.ticker = ticker;
        this.speech = ByteString.copyFrom(setting.recording(0).pcm16(), 0, SECOND_BYTES);
        this.server = setting.start(
                "grpc_transport: " + name,
                "max_sessions: 0",
                // All of them come from here.
                "grpc_max_resets_per_sec: 0",
                // The neighbour of the raced cancels says nothing meanwhile.
                "session_timeout_sec: 600",
                "session_start_timeout_sec: 2",
                "http_rate_limit_rps: 0");
    }

    String name() {
        return name;
    }

    /** So many paced streams for a while, and CreateSession beside them; once without being counted. */
    void paced(int streams, double seconds, boolean isCounted) throws IOException, InterruptedException {
        ManagedChannel channel = HeldStream.channel(server.grpcPort());
        try (SilentStreams silent = new SilentStreams(server.grpcPort(), streams, SilentStreams.Beat.SPREAD, ticker)) {
            double cpu = server.cpuSeconds();
            long begin = ticker.nanos();
            long end = begin + (long) (seconds * 1e9);
            for (long due = begin; due < end; due += CREATE_DISTANCE_NANOS) {
                Pause.parking(ticker).until(due);
                create(channel);
                if (isCounted) {
                    createMillis.add((ticker.nanos() - due) / 1e6);
                }
            }
            if (isCounted) {
                cpuSeconds += server.cpuSeconds() - cpu;
                streamSeconds += streams * (ticker.nanos() - begin) / 1e9;
                residentMegabytes = server.residentMebibytes();
                aliveMegabytes = server.memory().aliveMegabytes();
            }
            if (silent.ended() > 0) {
                throw new IOException("%d of %d streams over %s ended early".formatted(silent.ended(), streams, name));
            }
        } finally {
            channel.shutdownNow();
        }
        awaitRest(PATIENCE_SECONDS);
    }

    private static String create(ManagedChannel channel) {
        String id = UUID.randomUUID().toString();
        STTBackendGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder().setSessionId(id).build());
        return id;
    }

    /** Percent of a core that one stream costs. */
    double cpuPercent() {
        return 100 * cpuSeconds / streamSeconds;
    }

    Percentiles createMillis() {
        return createMillis;
    }

    double aliveMegabytes() {
        return aliveMegabytes;
    }

    double residentMegabytes() {
        return residentMegabytes;
    }

    /** Calls that end by half-close and cancel at once, beside a stream on the same connection; how that one ended. */
    Status.Code racedCancels(int count) throws InterruptedException {
        ManagedChannel channel = HeldStream.channel(server.grpcPort());
        try {
            StreamCall neighbour = new StreamCall();
            String id = create(channel);
            STTBackendGrpc.newStub(channel).streamingRecognize(neighbour);
            neighbour.send(chunk(id).build());
            for (int i = 0; i < count; i++) {
                StreamCall racer = new StreamCall();
                STTBackendGrpc.newStub(channel).streamingRecognize(racer);
                ClientCallStreamObserver<AudioChunk> input = racer.input();
                input.onCompleted();
                input.cancel("raced", null);
                racer.end(PATIENCE_SECONDS);
            }
            neighbour.send(chunk(id).setIsFinal(true).build());
            return neighbour.end(PATIENCE_SECONDS);
        } finally {
            channel.shutdownNow();
        }
    }

    private AudioChunk.Builder chunk(String id) {
        return AudioChunk.newBuilder().setSessionId(id).setSampleRate(16_000).setPcm16(speech);
    }

    /**
     * What connections leave that are cut in the middle of a stream. Immutable.
     *
     * @param threads virtual threads beyond those before
     * @param gauges sum of all gauges
     * @param seconds until all gauges were 0
     */
    record Dropped(long threads, double gauges, double seconds) {}

    /** Cuts so many connections, and looks at what they leave. */
    Dropped dropped(int count, long seconds) throws IOException, InterruptedException {
        awaitRest(PATIENCE_SECONDS);
        long before = server.virtualThreads();
        List<HeldStream> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new HeldStream(server.grpcPort(), speech));
            }
            for (HeldStream each : held) {
                if (!each.awaitSent(PATIENCE_SECONDS)) {
                    throw new IOException("a stream over %s was not sent".formatted(name));
                }
            }
            for (int i = 0; i < count; i++) {
                held.get(i).end(i % 2 == 0 ? HeldStream.Ending.CLOSE : HeldStream.Ending.RESET);
            }
            long begin = ticker.nanos();
            awaitRest(seconds);
            double rest = (ticker.nanos() - begin) / 1e9;
            Pause.parking(ticker).until(begin + TimeUnit.SECONDS.toNanos(seconds));
            return new Dropped(server.virtualThreads() - before, server.gauges(), rest);
        } finally {
            for (HeldStream each : held) {
                each.close();
            }
        }
    }

    /** Waits until all gauges are 0; if they are not in time, the figures tell. */
    private void awaitRest(long seconds) throws IOException, InterruptedException {
        long deadline = ticker.nanos() + TimeUnit.SECONDS.toNanos(seconds);
        while (server.gauges() > 0 && ticker.nanos() < deadline) {
            Pause.parking(ticker).until(ticker.nanos() + LOOK_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
