package io.heliograph.app.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.SessionRequest;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A stream in the middle of its audio, on a connection of its own that can be cut. Confined to one thread. */
final class HeldStream implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Cable cable;
    private final ManagedChannel channel;
    private final StreamCall call = new StreamCall();

    /** How a client goes. */
    enum Ending {
        CANCEL,
        CLOSE,
        RESET,
        SILENCE
    }

    /**
     * Opens a session and sends the audio.
     *
     * @param audio 16 kHz, 16 bit
     */
    HeldStream(int port, ByteString audio) throws IOException {
        cable = new Cable(port, audio.size());
        channel = channel(cable.port());
        try {
            open(audio);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(ByteString audio) {
        String id = UUID.randomUUID().toString();
        STTBackendGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .createSession(SessionRequest.newBuilder().setSessionId(id).build());
        STTBackendGrpc.newStub(channel).streamingRecognize(call);
        call.send(AudioChunk.newBuilder()
                .setSessionId(id)
                .setSampleRate(16_000)
                .setPcm16(audio)
                .build());
    }

    /** A connection to a port of this machine that tries nothing twice. */
    static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .disableRetry()
                .build();
    }

    /** Waits until the audio has passed to the server; whether it has within so many seconds. */
    boolean awaitSent(long seconds) throws InterruptedException {
        return cable.awaitLoad(seconds);
    }

    /** Goes that way. */
    void end(Ending ending) throws IOException {
        switch (ending) {
            case CANCEL -> call.input().cancel("enough", null);
            case CLOSE -> cable.close();
            case RESET -> {
                cable.reset();
                cable.close();
            }
            case SILENCE -> {
                cable.silence();
                // The client is gone, too: nothing of it answers.
                channel.shutdownNow();
            }
        }
    }

    /** How the client was told that it ended; UNKNOWN if it was not within so many seconds. */
    Status.Code awaitEnd(long seconds) throws InterruptedException {
        return call.end(seconds);
    }

    @Override
    public void close() throws IOException {
        channel.shutdownNow();
        cable.close();
    }
}
