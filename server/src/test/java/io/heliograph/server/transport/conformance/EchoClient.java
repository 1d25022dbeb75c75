package io.heliograph.server.transport.conformance;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client's side of a call. Thread-safe. */
final class EchoClient extends ClientCall.Listener<String> {
    private static final int PATIENCE_SECONDS = 20;

    final ClientCall<String, String> call;
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> end = new CompletableFuture<>();
    final CompletableFuture<Metadata> trailers = new CompletableFuture<>();
    private final boolean isManual;

    EchoClient(Channel channel) {
        this(channel, new Metadata(), CallOptions.DEFAULT, false);
    }

    /** @param isManual whether it asks for messages only when told */
    EchoClient(Channel channel, Metadata headers, CallOptions options, boolean isManual) {
        this(channel, EchoTransport.ECHO, headers, options, isManual);
    }

    /** The same of another method. */
    EchoClient(
            Channel channel,
            MethodDescriptor<String, String> method,
            Metadata headers,
            CallOptions options,
            boolean isManual) {
        this.isManual = isManual;
        call = channel.newCall(method, options);
        call.start(this, headers);
        if (!isManual) {
            call.request(1);
        }
    }

    EchoClient send(String message) {
        call.sendMessage(message);
        return this;
    }

    @Override
    public void onMessage(String message) {
        messages.add(message);
        if (!isManual) {
            call.request(1);
        }
    }

    @Override
    public void onClose(Status status, Metadata metadata) {
        trailers.complete(metadata);
        end.complete(status);
    }

    String next() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message within %d s; end: %s".formatted(PATIENCE_SECONDS, end.getNow(null)));
        }
        return message;
    }

    Status status() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether it still gets an answer. */
    boolean isAlive() throws InterruptedException {
        return send("alive?").next().equals("alive?");
    }
}
