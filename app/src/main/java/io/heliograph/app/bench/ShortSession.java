package io.heliograph.app.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.SessionRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Sessions of a third of a second, each with the end that is asked for. Confined to one thread. */
final class ShortSession implements AutoCloseable {
    private static final int AUDIO_BYTES = 9_600;
    private static final int TOO_MANY_BYTES = 100_000;
    private static final long PATIENCE_SECONDS = 30;

    private final int port;
    private final ByteString audio;
    private final ManagedChannel channel;
    private final List<HeldStream> silent;

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
    ShortSession(int port, byte[] speech, List<HeldStream> silent) {
        this.silent = silent;
        this.port = port;
        this.audio = ByteString.copyFrom(speech, 0, Math.min(AUDIO_BYTES, speech.length));
        this.channel = HeldStream.channel(port);
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

    private String create(boolean requireToken) {
        String id = UUID.randomUUID().toString();
        var response = STTBackendGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder()
                        .setSessionId(id)
                        .setRequireToken(requireToken)
                        .build());
        return response.getTokenRequired() == requireToken ? id : "";
    }

    private Status.Code call(Way way) throws InterruptedException {
        String id = way == Way.UNKNOWN_SESSION ? "nobody" : create(way == Way.WRONG_TOKEN);
        if (way == Way.NEVER_STARTED) {
            return id.isEmpty() ? Status.Code.UNKNOWN : way.expected;
        }
        STTBackendGrpc.STTBackendStub stub = STTBackendGrpc.newStub(channel);
        StreamCall call = new StreamCall();
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
        return call.end(PATIENCE_SECONDS);
    }

    private Status.Code cut(Way way) throws IOException, InterruptedException {
        HeldStream held = new HeldStream(port, audio);
        // A call that has not left the client ends there, as UNKNOWN in grpc-java, and tells nothing of the server.
        if (!held.awaitSent(PATIENCE_SECONDS)) {
            held.close();
            return Status.Code.UNKNOWN;
        }
        if (way == Way.SILENCE) {
            held.end(HeldStream.Ending.SILENCE);
            silent.add(held);
            return way.expected;
        }
        held.end(way == Way.RESET_CONNECTION ? HeldStream.Ending.RESET : HeldStream.Ending.CLOSE);
        Status.Code end = held.awaitEnd(PATIENCE_SECONDS);
        held.close();
        return end;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
