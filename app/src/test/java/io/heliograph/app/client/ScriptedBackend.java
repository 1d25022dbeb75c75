package io.heliograph.app.client;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.heliograph.proto.AudioChunk;
import io.heliograph.proto.STTBackendGrpc.STTBackendImplBase;
import io.heliograph.proto.STTResult;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A service that answers as a test tells it: first with the refusals, then with sessions; first with the stream failures, then
 * with the results, sent when the last chunk is there. Thread-safe.
 */
public final class ScriptedBackend extends STTBackendImplBase {
    private final Deque<Status> refusals = new ArrayDeque<>();
    private final Deque<Status> failures = new ArrayDeque<>();
    private final List<STTResult> results = new ArrayList<>();
    private final List<SessionRequest> sessions = new ArrayList<>();
    private final List<AudioChunk> chunks = new ArrayList<>();
    private String token = "";
    private boolean isDeaf;
    private boolean failsAfterResults;

    /** The next CreateSession calls end so. */
    public synchronized ScriptedBackend refusing(Status... statuses) {
        refusals.addAll(List.of(statuses));
        return this;
    }

    /** The next streams end so at their first chunk. */
    public synchronized ScriptedBackend failing(Status... statuses) {
        failures.addAll(List.of(statuses));
        return this;
    }

    /** The next stream sends its results before it ends with the failure. */
    public synchronized ScriptedBackend failingAfterResults(Status status) {
        failsAfterResults = true;
        return failing(status);
    }

    /** A stream answers so. */
    public synchronized ScriptedBackend answering(STTResult... answers) {
        results.addAll(List.of(answers));
        return this;
    }

    /** A session has this token. */
    synchronized ScriptedBackend withToken(String value) {
        token = value;
        return this;
    }

    /** Streams take no chunk. */
    synchronized ScriptedBackend deaf() {
        isDeaf = true;
        return this;
    }

    /** All requests so far. */
    public synchronized List<SessionRequest> sessions() {
        return List.copyOf(sessions);
    }

    /** All chunks so far. */
    public synchronized List<AudioChunk> chunks() {
        return List.copyOf(chunks);
    }

    /** A result of a segment. */
    public static STTResult result(
            String text, boolean isFinal, double startSec, double endSec, String committed, String unstable) {
        return STTResult.newBuilder()
                .setText(text)
                .setIsFinal(isFinal)
                .setStartSec(startSec)
                .setEndSec(endSec)
                .setLanguageCode("en")
                .setLanguage("English")
                .setCommittedText(committed)
                .setUnstableText(unstable)
                .build();
    }

    @Override
    public synchronized void createSession(SessionRequest request, StreamObserver<SessionResponse> observer) {
        sessions.add(request);
        Status refusal = refusals.poll();
        if (refusal != null) {
            observer.onError(refusal.asRuntimeException());
            return;
        }
        observer.onNext(SessionResponse.newBuilder().setToken(token).build());
        observer.onCompleted();
    }

    @Override
    public synchronized StreamObserver<AudioChunk> streamingRecognize(StreamObserver<STTResult> observer) {
        if (isDeaf) {
            ((ServerCallStreamObserver<STTResult>) observer).disableAutoRequest();
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(AudioChunk chunk) {
                take(chunk, observer);
            }

            @Override
            public void onError(Throwable t) {
                // The client is gone; the script has nothing to say to that.
            }

            @Override
            public void onCompleted() {
                // The end mark on the last chunk has ended the stream.
            }
        };
    }

    private synchronized void take(AudioChunk chunk, StreamObserver<STTResult> observer) {
        chunks.add(chunk);
        Status failure = failures.peek();
        if (failure != null && !failsAfterResults) {
            failures.remove();
            observer.onError(failure.asRuntimeException());
        } else if (chunk.getIsFinal()) {
            results.forEach(observer::onNext);
            if (failure == null) {
                observer.onCompleted();
            } else {
                failures.remove();
                observer.onError(failure.asRuntimeException());
            }
        }
    }
}
