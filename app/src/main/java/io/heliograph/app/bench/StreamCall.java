package io.heliograph.app.bench;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The client's side of one stream of which only the end counts. Thread-safe. */
final class StreamCall implements ClientResponseObserver<AudioChunk, STTResult> {
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<AudioChunk>> input = new CompletableFuture<>();

    @Override
    public void beforeStart(ClientCallStreamObserver<AudioChunk> stream) {
        input.complete(stream);
    }

    ClientCallStreamObserver<AudioChunk> input() {
        return input.join();
    }

    void send(AudioChunk chunk) {
        input().onNext(chunk);
    }

    /** Waits for the end; UNKNOWN, which no server says here, if there is none within so many seconds. */
    Status.Code end(long seconds) throws InterruptedException {
        try {
            return end.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Status.Code.UNKNOWN;
        }
    }

    @Override
    public void onNext(STTResult result) {
        // Only the end counts.
    }

    @Override
    public void onError(Throwable problem) {
        end.complete(Status.fromThrowable(problem).getCode());
    }

    @Override
    public void onCompleted() {
        end.complete(Status.Code.OK);
    }
}
