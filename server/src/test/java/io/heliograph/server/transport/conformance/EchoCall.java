package io.heliograph.server.transport.conformance;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's side of a call, steered by what it is sent. Thread-safe. */
final class EchoCall extends ServerCall.Listener<String> {
    static final String END = "end:";
    static final String FAIL = "fail";
    static final String BLOCK = "block";

    /** Asks for nothing by itself. */
    static final Metadata.Key<String> MANUAL = Metadata.Key.of("manual", Metadata.ASCII_STRING_MARSHALLER);

    /** Cancelling it takes until {@link #release}. */
    static final Metadata.Key<String> SLOW = Metadata.Key.of("slow", Metadata.ASCII_STRING_MARSHALLER);

    static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("echo-bin", Metadata.BINARY_BYTE_MARSHALLER);
    static final Metadata.Key<String> REPEATED = Metadata.Key.of("repeated", Metadata.ASCII_STRING_MARSHALLER);

    private static final int PATIENCE_SECONDS = 20;

    final ServerCall<String, String> call;
    final Metadata headers;
    final Context context = Context.current();
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<String> fate = new CompletableFuture<>();
    final CountDownLatch blocked = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger ready = new AtomicInteger();
    private boolean hasSent;

    EchoCall(ServerCall<String, String> call, Metadata headers) {
        this.call = call;
        this.headers = headers;
        if (!headers.containsKey(MANUAL)) {
            call.request(1);
        }
    }

    @Override
    public void onMessage(String message) {
        messages.add(message);
        if (message.equals(FAIL)) {
            throw new IllegalStateException("as asked");
        }
        if (message.equals(BLOCK)) {
            waitForRelease();
        }
        if (message.startsWith(END)) {
            end(Status.ABORTED.withDescription(message.substring(END.length())));
            return;
        }
        if (!headers.containsKey(MANUAL)) {
            send(message);
            call.request(1);
        }
    }

    void send(String message) {
        if (!hasSent) {
            hasSent = true;
            call.sendHeaders(new Metadata());
        }
        call.sendMessage(message);
    }

    void end(Status status) {
        Metadata trailers = new Metadata();
        byte[] binary = headers.get(BINARY);
        if (binary != null) {
            trailers.put(BINARY, binary);
        }
        Iterable<String> repeated = headers.getAll(REPEATED);
        if (repeated != null) {
            repeated.forEach(each -> trailers.put(REPEATED, each));
        }
        call.close(status, trailers);
    }

    private void waitForRelease() {
        blocked.countDown();
        try {
            if (!release.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not released within %d s".formatted(PATIENCE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onHalfClose() {
        end(Status.OK);
    }

    @Override
    public void onCancel() {
        if (headers.containsKey(SLOW)) {
            waitForRelease();
        }
        fate.complete("cancelled");
    }

    @Override
    public void onComplete() {
        fate.complete("completed");
    }

    @Override
    public void onReady() {
        ready.incrementAndGet();
    }

    /** How it was told that it is over. */
    String toldFate() throws Exception {
        return fate.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
