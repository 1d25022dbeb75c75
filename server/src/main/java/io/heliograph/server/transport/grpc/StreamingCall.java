package io.heliograph.server.transport.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTResult;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.stream.ClientChunk;
import io.heliograph.server.stream.DecodeTotals;
import io.heliograph.server.stream.RecognitionResult;
import io.heliograph.server.stream.StreamInbox;
import io.heliograph.server.stream.StreamLink;
import io.heliograph.server.stream.StreamOutcome;
import java.util.Locale;

/**
 * One StreamingRecognize call: gRPC's callbacks go into the stream's inbox and never wait; messages and the end come from the
 * stream's thread.
 */
final class StreamingCall extends ServerCall.Listener<Parsed<AudioChunk>> implements StreamLink {
    private final ServerCall<Parsed<AudioChunk>, STTResult> call;
    private final StreamInbox inbox;
    private final CallTracer tracer;
    private final long maxSendBytes;
    private boolean headersSent;
    private boolean ended;

    /**
     * A call that has just arrived.
     *
     * @param maxSendBytes largest message that may be sent; ≤ 0 = without a bound
     */
    StreamingCall(
            ServerCall<Parsed<AudioChunk>, STTResult> call, StreamInbox inbox, CallTracer tracer, long maxSendBytes) {
        this.call = call;
        this.inbox = inbox;
        this.tracer = tracer;
        this.maxSendBytes = maxSendBytes;
        // Without it a client that grants no window would look ready until 32 KiB are stored for it.
        call.setOnReadyThreshold(1);
    }

    @Override
    public void onMessage(Parsed<AudioChunk> parsed) {
        AudioChunk chunk = parsed.message();
        if (chunk == null) {
            inbox.putUnreadable(
                    parsed.isTooLarge() ? StatusName.RESOURCE_EXHAUSTED : StatusName.INVALID_ARGUMENT,
                    parsed.problem());
            return;
        }
        if (!chunk.getSessionId().isEmpty()) {
            tracer.session(chunk.getSessionId().strip());
        }
        inbox.putChunk(new ClientChunk(
                chunk.getPcm16().asReadOnlyByteBuffer(),
                chunk.getSampleRate(),
                chunk.getIsFinal(),
                chunk.getSessionId(),
                chunk.getSessionToken()));
        request();
    }

    @Override
    public void onHalfClose() {
        inbox.putInputEnded();
    }

    @Override
    public void onCancel() {
        inbox.putClientGone();
    }

    /** The call is over, for whatever reason: harmless if the stream knows, and the last word if the transport decided it. */
    @Override
    public void onComplete() {
        inbox.putClientGone();
    }

    @Override
    public void onReady() {
        inbox.putLinkReady();
    }

    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void request() {
        if (inbox.claimRequest()) {
            call.request(1);
        }
    }

    @Override
    public void send(RecognitionResult result) {
        if (ended || call.isCancelled()) {
            return;
        }
        STTResult message = message(result);
        if (maxSendBytes > 0 && message.getSerializedSize() > maxSendBytes) {
            close(Status.RESOURCE_EXHAUSTED.withDescription(
                    "a result has %d bytes, at most %d".formatted(message.getSerializedSize(), maxSendBytes)));
            inbox.putClientGone();
            return;
        }
        if (!headersSent) {
            headersSent = true;
            call.sendHeaders(new Metadata());
        }
        call.sendMessage(message);
    }

    @Override
    public void end(StreamOutcome outcome) {
        ErrorCode code = outcome.errorCode();
        Status status;
        if (code == null) {
            status = Statuses.of(outcome.status());
            if (!outcome.detail().isEmpty()) {
                status = status.withDescription(outcome.detail());
            }
        } else {
            tracer.failed(code);
            status = Statuses.of(code, outcome.detail());
        }
        close(status, outcome.hasTrailers() ? trailers(outcome.totals()) : new Metadata());
    }

    private void close(Status status) {
        close(status, new Metadata());
    }

    private void close(Status status, Metadata trailers) {
        if (!ended) {
            ended = true;
            if (!call.isCancelled()) {
                call.close(status, trailers);
            }
        }
    }

    private static STTResult message(RecognitionResult result) {
        return STTResult.newBuilder()
                .setText(result.text())
                .setIsFinal(result.isFinal())
                .setStartSec(result.startSec())
                .setEndSec(result.endSec())
                .setLanguageCode(result.languageCode())
                .setLanguage(result.language())
                .setProbability(result.probability())
                .setCommittedText(result.committedText())
                .setUnstableText(result.unstableText())
                .build();
    }

    private static Metadata trailers(DecodeTotals totals) {
        Metadata trailers = new Metadata();
        put(trailers, "stt-decode-buffer-wait-sec", seconds(totals.bufferWaitNanos()));
        put(trailers, "stt-decode-queue-wait-sec", seconds(totals.queueWaitNanos()));
        put(trailers, "stt-decode-inference-sec", seconds(totals.inferenceNanos()));
        put(trailers, "stt-decode-response-emit-sec", seconds(totals.responseEmitNanos()));
        put(trailers, "stt-decode-total-sec", seconds(totals.totalNanos()));
        put(trailers, "stt-decode-count", Integer.toString(totals.count()));
        return trailers;
    }

    private static void put(Metadata trailers, String key, String value) {
        trailers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }
}
