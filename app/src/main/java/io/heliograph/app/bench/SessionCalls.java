package io.heliograph.app.bench;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.app.client.Pause;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * CreateSession in an open loop on one warm channel: call k is due at the start + k distances, however long those before it take, and
 * its time counts from then. Each session is ended at once by an empty stream. Confined to one thread; answers come on the channel's.
 */
final class SessionCalls implements AutoCloseable {
    /** The client's own deadline for a call: thirty times the objective. */
    private static final long PATIENCE_SECONDS = 10;

    private final ManagedChannel channel;
    private final Ticker ticker;
    private final Pause pause;

    /**
     * What came of a series.
     *
     * @param millis from due to answered, of the calls that were answered well
     * @param lagMillis how far behind its time each was sent
     * @param problems of the others, and of the streams that had to end them
     */
    record Outcome(Percentiles millis, Percentiles lagMillis, List<String> problems) {}

    SessionCalls(int port, Ticker ticker) {
        // Answers are timed where they arrive: another thread would first have to wait for a core.
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .disableRetry()
                .directExecutor()
                .build();
        this.ticker = ticker;
        this.pause = Pause.parking(ticker);
    }

    /** Calls so often, so many times a second, and waits for the last answer. */
    Outcome run(int calls, double perSecond) throws InterruptedException, TimeoutException {
        Queue<Double> millis = new ConcurrentLinkedQueue<>();
        Queue<String> problems = new ConcurrentLinkedQueue<>();
        Percentiles lag = new Percentiles();
        CountDownLatch open = new CountDownLatch(calls);
        long begin = ticker.nanos();
        for (int call = 0; call < calls; call++) {
            long due = begin + Math.round(call / perSecond * 1e9);
            pause.until(due);
            lag.add((ticker.nanos() - due) / 1e6);
            create(due, millis, problems, open);
        }
        if (!open.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException(open.getCount() + " sessions neither ended nor failed");
        }
        Percentiles answered = new Percentiles();
        new ArrayList<>(millis).forEach(answered::add);
        return new Outcome(answered, lag, List.copyOf(problems));
    }

    private void create(long due, Queue<Double> millis, Queue<String> problems, CountDownLatch open) {
        String id = UUID.randomUUID().toString();
        STTBackendGrpc.newStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .createSession(
                        SessionRequest.newBuilder().setSessionId(id).build(),
                        new Ended<SessionResponse>(problems, open) {
                            @Override
                            public void onNext(SessionResponse response) {
                                millis.add((ticker.nanos() - due) / 1e6);
                            }

                            @Override
                            public void onCompleted() {
                                end(id, problems, open);
                            }
                        });
    }

    private void end(String id, Queue<String> problems, CountDownLatch open) {
        StreamObserver<AudioChunk> input = STTBackendGrpc.newStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .streamingRecognize(new Ended<STTResult>(problems, open));
        input.onNext(AudioChunk.newBuilder().setSessionId(id).setIsFinal(true).build());
        input.onCompleted();
    }

    /** Sees how a call ends; the whole session has ended with it unless it goes on. Thread-safe. */
    private static class Ended<T> implements StreamObserver<T> {
        private final Queue<String> problems;
        private final CountDownLatch open;

        Ended(Queue<String> problems, CountDownLatch open) {
            this.problems = problems;
            this.open = open;
        }

        @Override
        public void onNext(T message) {
            // Only the end counts.
        }

        @Override
        public void onError(Throwable problem) {
            problems.add(String.valueOf(problem.getMessage()));
            open.countDown();
        }

        @Override
        public void onCompleted() {
            open.countDown();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
