package io.heliograph.app.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sessions of a third of a second, each with the end that is asked for. Confined to one thread. */
final class ShortSession implements AutoCloseable {
    private static final int AUDIO_BYTES = 9_600;
    private static final int TOO_MANY_BYTES = 100_000;
    private static final long PATIENCE_SECONDS = 30;

    private final int port;
    private final ByteString audio;
    private final ManagedChannel channel;
    private final List<Cable> silent;

    /** A way to end, and what the client is told. */
    enum Way {
        FINAL_CHUNK(Status.Code.OK),
        HALF_CLOSE(Status.Code.OK),
        CANCEL(Status.Code.CANCELLED),
        DEADLINE(Status.Code.DEADLINE_EXCEEDED),
        WRONG_TOKEN(Status.Code.PERMISSION_DENIED),
        TOO_LARGE(Status.Code.INVALID_ARGUMENT),
        UNKNOWN_SESSION(Status.Code.UNAUTHENTICATED),
        NEVER_STARTED(Status.Code.OK),
        CLOSED_CONNECTION(Status.Code.UNAVAILABLE),
        RESET_CONNECTION(Status.Code.UNAVAILABLE),
        SILENCE(Status.Code.UNAVAILABLE);

        /** Silent peers stay for long, so they are few. */
        private static final int SILENT_ONE_OF = 200;

        private final Status.Code expected;

        Way(Status.Code expected) {
            this.expected = expected;
        }

        static Way of(int number) {
            return number % SILENT_ONE_OF == 0 ? SILENCE : values()[number % (values().length - 1)];
        }
    }

    /**
     * A client.
     *
     * @param speech 16 kHz, 16 bit
     * @param silent gets the connections that have gone silent: the server has to find them while they are open
     */
    ShortSession(int port, byte[] speech, List<Cable> silent) {
        this.silent = silent;
        this.port = port;
        this.audio = ByteString.copyFrom(speech, 0, Math.min(AUDIO_BYTES, speech.length));
        this.channel = channel(port);
    }

    private static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .disableRetry()
                .build();
    }

    /** Runs one; how it ended if that is not how it had to, else empty. */
    Optional<Status.Code> run(Way way) throws IOException, InterruptedException {
        Status.Code end = endOf(way);
        return end == way.expected ? Optional.empty() : Optional.of(end);
    }

    private Status.Code endOf(Way way) throws IOException, InterruptedException {
        return switch (way) {
            case CLOSED_CONNECTION, RESET_CONNECTION, SILENCE -> cut(way);
            default -> call(way);
        };
    }

    private String create(ManagedChannel on, boolean requireToken) {
        String id = UUID.randomUUID().toString();
        var response = STTBackendGrpc.newBlockingStub(on)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder()
                        .setSessionId(id)
                        .setRequireToken(requireToken)
                        .build());
        return response.getTokenRequired() == requireToken ? id : "";
    }

    private Status.Code call(Way way) throws InterruptedException {
        String id = way == Way.UNKNOWN_SESSION ? "nobody" : create(channel, way == Way.WRONG_TOKEN);
        if (way == Way.NEVER_STARTED) {
            return id.isEmpty() ? Status.Code.UNKNOWN : way.expected;
        }
        STTBackendGrpc.STTBackendStub stub = STTBackendGrpc.newStub(channel);
        Call call = new Call();
        (way == Way.DEADLINE ? stub.withDeadlineAfter(200, TimeUnit.MILLISECONDS) : stub).streamingRecognize(call);
        call.send(AudioChunk.newBuilder()
                .setSessionId(id)
                .setSampleRate(16_000)
                .setPcm16(way == Way.TOO_LARGE ? ByteString.copyFrom(new byte[TOO_MANY_BYTES]) : audio)
                .setSessionToken(way == Way.WRONG_TOKEN ? "wrong" : "")
                .setIsFinal(way == Way.FINAL_CHUNK)
                .build());
        if (way == Way.HALF_CLOSE) {
            call.input().onCompleted();
        }
        if (way == Way.CANCEL) {
            call.input().cancel("enough", null);
        }
        return call.end();
    }

    private Status.Code cut(Way way) throws IOException, InterruptedException {
        Cable cable = new Cable(port, audio.size());
        ManagedChannel own = channel(cable.port());
        try {
            String id = create(own, false);
            Call call = new Call();
            STTBackendGrpc.newStub(own).streamingRecognize(call);
            call.send(AudioChunk.newBuilder()
                    .setSessionId(id)
                    .setSampleRate(16_000)
                    .setPcm16(audio)
                    .build());
            // A call that has not left the client ends there, as UNKNOWN in grpc-java, and tells nothing of the server.
            if (!cable.awaitLoad(PATIENCE_SECONDS)) {
                return Status.Code.UNKNOWN;
            }
            if (way == Way.SILENCE) {
                cable.silence();
                silent.add(cable);
                return id.isEmpty() ? Status.Code.UNKNOWN : way.expected;
            }
            if (way == Way.RESET_CONNECTION) {
                cable.reset();
            }
            cable.close();
            return call.end();
        } finally {
            own.shutdownNow();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Call implements ClientResponseObserver<AudioChunk, STTResult> {
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

        Status.Code end() throws InterruptedException {
            try {
                return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) { // no end in time: no way asks for this one
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
}
