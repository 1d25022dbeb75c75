package io.heliograph.app.bench;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.SessionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Sessions that are open and do nothing, first without a stream, then with one, until they are ended. Confined to one thread. */
final class HeldSessions implements AutoCloseable {
    /** Like clients behind a proxy. */
    private static final int PER_CONNECTION = 100;

    private static final long PATIENCE_SECONDS = 30;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<StreamCall> streams = new ArrayList<>();

    /** Opens so many at a server on the loopback interface. */
    HeldSessions(int port, int count) {
        try {
            for (int i = 0; i < count; i++) {
                if (i % PER_CONNECTION == 0) {
                    channels.add(HeldStream.channel(port));
                }
                String id = UUID.randomUUID().toString();
                STTBackendGrpc.newBlockingStub(channel(i))
                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .createSession(
                                SessionRequest.newBuilder().setSessionId(id).build());
                ids.add(id);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    int count() {
        return ids.size();
    }

    /** Opens each one's stream and binds it with an empty chunk. */
    void claim() {
        for (int i = 0; i < ids.size(); i++) {
            StreamCall call = new StreamCall();
            STTBackendGrpc.newStub(channel(i)).streamingRecognize(call);
            call.send(AudioChunk.newBuilder().setSessionId(ids.get(i)).build());
            streams.add(call);
        }
    }

    /** Ends all as a client does that has nothing more to say. */
    void end() throws InterruptedException, IOException {
        if (streams.isEmpty()) {
            claim();
        }
        for (StreamCall stream : streams) {
            stream.input().onCompleted();
        }
        int ended = 0;
        for (StreamCall stream : streams) {
            ended += stream.end(PATIENCE_SECONDS) == Status.Code.OK ? 1 : 0;
        }
        if (ended < ids.size()) {
            throw new IOException("%d of %d idle streams did not end well".formatted(ids.size() - ended, ids.size()));
        }
        streams.clear();
        ids.clear();
    }

    private ManagedChannel channel(int number) {
        return channels.get(number / PER_CONNECTION);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
