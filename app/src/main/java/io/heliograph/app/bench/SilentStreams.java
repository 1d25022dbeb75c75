package io.heliograph.app.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.app.client.Pause;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Streams that are open and get silence, most of them as fast as it would be recorded, until they are closed. Thread-safe. */
final class SilentStreams implements AutoCloseable {
    private static final int CHUNK_MILLIS = 200;
    private static final int BYTES_PER_MILLI = 32;
    private static final long PATIENCE_SECONDS = 30;

    private final ManagedChannel channel;
    private final Beat beat;
    private final List<Call> calls = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread sender;

    /** When the streams send. */
    enum Beat {
        /** One after the other, as of people who began to speak at any time; each a chunk when it would be recorded. */
        SPREAD(CHUNK_MILLIS),
        /** The same, but all in the same moment: the worst that they can do. */
        TOGETHER(CHUNK_MILLIS),
        /** One after the other, each one chunk a second: open, but with little to say. */
        SELDOM(1_000);

        private final int distanceMillis;

        Beat(int distanceMillis) {
            this.distanceMillis = distanceMillis;
        }
    }

    /** Opens so many at a server on the loopback interface, each with a session of its own. */
    SilentStreams(int port, int count, Beat beat, Ticker ticker) {
        this.beat = beat;
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .disableRetry()
                .build();
        sender = Thread.ofPlatform().name("silence").unstarted(() -> send(ticker));
        try {
            for (int i = 0; i < count; i++) {
                calls.add(open());
            }
        } catch (RuntimeException e) {
            channel.shutdownNow();
            throw e;
        }
        sender.start();
    }

    private Call open() {
        String id = UUID.randomUUID().toString();
        STTBackendGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder().setSessionId(id).build());
        Call call = new Call(id);
        STTBackendGrpc.newStub(channel).streamingRecognize(call);
        return call;
    }

    private void send(Ticker ticker) {
        ByteString silence = ByteString.copyFrom(new byte[CHUNK_MILLIS * BYTES_PER_MILLI]);
        Pause pause = Pause.parking(ticker);
        long distanceNanos = TimeUnit.MILLISECONDS.toNanos(beat.distanceMillis);
        long begin = ticker.nanos();
        try {
            for (long round = 0; !Thread.currentThread().isInterrupted(); round++) {
                for (int i = 0; i < calls.size(); i++) {
                    long offset = beat == Beat.TOGETHER ? 0 : distanceNanos * i / calls.size();
                    pause.until(begin + distanceNanos * round + offset);
                    calls.get(i).send(silence);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many the server has ended. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.shutdownNow();
    }

    private final class Call implements ClientResponseObserver<AudioChunk, STTResult> {
        private final AudioChunk.Builder chunk;
        private volatile @Nullable ClientCallStreamObserver<AudioChunk> input;
        private volatile boolean isOver;

        Call(String id) {
            this.chunk = AudioChunk.newBuilder().setSessionId(id).setSampleRate(16_000);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<AudioChunk> stream) {
            input = stream;
        }

        void send(ByteString pcm16) {
            ClientCallStreamObserver<AudioChunk> to = input;
            if (to != null && !isOver) {
                to.onNext(chunk.setPcm16(pcm16).build());
            }
        }

        @Override
        public void onNext(STTResult result) {
            // Silence has no text.
        }

        @Override
        public void onError(Throwable problem) {
            over();
        }

        @Override
        public void onCompleted() {
            over();
        }

        private void over() {
            isOver = true;
            ended.incrementAndGet();
        }
    }
}
