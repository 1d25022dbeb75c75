package io.heliograph.app.client;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.STTResult;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One StreamingRecognize call. The thread that runs it reads the source and sends; results arrive on a thread of the transport.
 * The two meet at {@code lock}: it guards the end of the call and the count of results, and its condition is signalled when
 * either changes and when the transport takes messages again. Nothing is sent while the transport is not ready, so what is in
 * flight is bounded by the transport and not by the recording.
 */
final class StreamCall extends ClientCall.Listener<STTResult> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final String TRAILER_PREFIX = "stt-";

    private final ClientCall<AudioChunk, STTResult> call;
    private final StreamPlan plan;
    private final PcmSource source;
    private final StreamListener listener;
    private final Ticker ticker;
    private final Pause pause;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private @Nullable CallEnd end;
    private long endedNanos;
    private Map<String, String> trailers = Map.of();
    private long results;

    private long startedNanos;
    private long samplesSent;
    private int chunksSent;

    StreamCall(
            Channel channel, StreamPlan plan, PcmSource source, StreamListener listener, Ticker ticker, Pause pause) {
        this.call = channel.newCall(STTBackendGrpc.getStreamingRecognizeMethod(), CallOptions.DEFAULT);
        this.plan = plan;
        this.source = source;
        this.listener = listener;
        this.ticker = ticker;
        this.pause = pause;
    }

    StreamOutcome run() throws IOException, InterruptedException {
        startedNanos = ticker.nanos();
        call.start(this, new Metadata());
        call.request(1);
        try {
            send();
            return awaitEnd();
        } finally {
            // Without effect on a call that has ended by itself.
            call.cancel("the client gave up", null);
        }
    }

    /** Sends everything, one chunk behind the reader: only who has seen the end can mark the last chunk. */
    private void send() throws IOException, InterruptedException {
        ByteString chunk = read();
        boolean isLast = false;
        while (!isLast) {
            ByteString next = chunk.isEmpty() ? ByteString.EMPTY : read();
            isLast = next.isEmpty();
            long dueNanos = startedNanos + samplesSent * NANOS_PER_SECOND / source.sampleRateHz();
            if (plan.pacing() == Pacing.REALTIME) {
                pause.until(dueNanos);
            }
            if (!awaitReady()) {
                return;
            }
            send(chunk, isLast, dueNanos);
            chunk = next;
        }
        call.halfClose();
    }

    private void send(ByteString pcm, boolean isLast, long pacedNanos) {
        AudioChunk.Builder message = AudioChunk.newBuilder()
                .setPcm16(pcm)
                .setSampleRate(source.sampleRateHz())
                .setIsFinal(isLast)
                .setSessionToken(plan.sessionToken());
        if (chunksSent == 0) {
            message.setSessionId(plan.sessionId());
        }
        long sentNanos = ticker.nanos();
        call.sendMessage(message.build());
        long startSample = samplesSent;
        samplesSent += pcm.size() / BYTES_PER_SAMPLE;
        long dueNanos = plan.pacing() == Pacing.REALTIME ? pacedNanos : sentNanos;
        listener.onChunk(new ChunkTiming(chunksSent, startSample, samplesSent, dueNanos, sentNanos));
        chunksSent++;
    }

    /** The next chunk's bytes, in an array of their own that nobody writes to again; empty at the end. */
    private ByteString read() throws IOException {
        long samples = Math.max(1, plan.chunk().toMillis() * source.sampleRateHz() / MILLIS_PER_SECOND);
        byte[] bytes = new byte[Math.toIntExact(samples * BYTES_PER_SAMPLE)];
        int count = source.read(bytes);
        return UnsafeByteOperations.unsafeWrap(bytes, 0, count);
    }

    /** Waits until the transport takes a message; false if the call has ended instead. */
    private boolean awaitReady() throws InterruptedException {
        lock.lock();
        try {
            await(call::isReady);
            return end == null;
        } finally {
            lock.unlock();
        }
    }

    private StreamOutcome awaitEnd() throws InterruptedException {
        lock.lock();
        try {
            await(() -> false);
            CallEnd how = requireNonNull(end, "end");
            return new StreamOutcome(how, startedNanos, endedNanos, samplesSent, chunksSent, results, trailers);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, with the lock held, until the condition is met or the call has ended. If nothing moves for as long as the plan
     * allows, ends the call and says so; each result renews the patience.
     */
    private void await(BooleanSupplier isMet) throws InterruptedException {
        long leftNanos = plan.stall().toNanos();
        long seenResults = results;
        while (end == null && !isMet.getAsBoolean()) {
            if (leftNanos <= 0) {
                String numbers = "no progress for " + plan.stall().toMillis() + " ms, after " + chunksSent
                        + " chunks and " + results + " results";
                finish(new CallEnd(Status.Code.DEADLINE_EXCEEDED, numbers));
                return;
            }
            leftNanos = moved.awaitNanos(leftNanos);
            if (results > seenResults) {
                seenResults = results;
                leftNanos = plan.stall().toNanos();
            }
        }
    }

    @Override
    public void onReady() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onMessage(STTResult message) {
        listener.onResult(new TimedResult(message, ticker.nanos()));
        lock.lock();
        try {
            results++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata metadata) {
        lock.lock();
        try {
            finish(CallEnd.of(status));
            trailers = decodeTimes(metadata);
        } finally {
            lock.unlock();
        }
    }

    /** Sets the end of the call unless it has one; the lock is held. */
    private void finish(CallEnd how) {
        if (end == null) {
            end = how;
            endedNanos = ticker.nanos();
        }
        moved.signalAll();
    }

    private static Map<String, String> decodeTimes(Metadata metadata) {
        Map<String, String> found = new HashMap<>();
        for (String name : metadata.keys()) {
            if (name.startsWith(TRAILER_PREFIX) && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                String value = metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                found.put(name, value == null ? "" : value);
            }
        }
        return found;
    }
}
