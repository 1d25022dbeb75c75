package io.heliograph.server.transport.helidon;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.grpc.Context;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon delivers messages that were not asked for, or none that were; leaves the client waiting when a listener fails; calls
 * a listener after its end, and more than once at it; and never says that a call is not ready. Cure: Helidon's call is told to deliver
 * all, and the listener behind this one gets what gRPC promises. Thread-safe.
 */
final class GuardedCall<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A>
        implements CallStream.Told, MessageFraming.Listener {
    private static final System.Logger LOGGER = System.getLogger(GuardedCall.class.getName());
    private static final Metadata.Key<String> ACCEPTED =
            Metadata.Key.of("grpc-accept-encoding", Metadata.ASCII_STRING_MARSHALLER);

    private final CallStream stream;
    private final MessageFraming framing;
    private final CallTracers tracers;
    private final Context.CancellableContext context;
    private final Callbacks callbacks = new Callbacks();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private volatile boolean isClosed;
    private volatile boolean isCancelled;

    // Confined to the callbacks.
    private final Deque<Q> arrived = new ArrayDeque<>();
    private ServerCall.Listener<Q> listener = new ServerCall.Listener<>() {};
    private long asked;
    private boolean hasHalfClosed;
    private boolean hasEnded;

    /** How the call ends, once what was sent before has left. */
    private record End(Status status, Metadata trailers) {}

    GuardedCall(
            ServerCall<Q, A> call,
            CallStream stream,
            MessageFraming framing,
            CallTracers tracers,
            Context.CancellableContext context) {
        super(call);
        this.stream = stream;
        this.framing = framing;
        this.tracers = tracers;
        this.context = context;
    }

    /** Begins the call; gives the listener for Helidon. */
    ServerCall.Listener<Q> start(ServerCallHandler<Q, A> next, Metadata headers) {
        framing.followedBy(this);
        context.addListener(this::contextCancelled, Runnable::run);
        if (framing.isReadable()) {
            delegate().request(Integer.MAX_VALUE);
            callbacks.here(() -> guarded(() -> listener = next.startCall(this, headers)));
        } else {
            Metadata trailers = new Metadata();
            trailers.put(ACCEPTED, MessageFraming.IDENTITY + "," + MessageFraming.GZIP);
            close(Status.UNIMPLEMENTED.withDescription("the encoding is not supported"), trailers);
        }
        // Last, so that a cancel that came before is told to the listener, too.
        stream.attach(this);
        return new FromHelidon();
    }

    /** Runs part of the service; what it throws ends the call. */
    private void guarded(Runnable part) {
        try {
            context.run(part);
        } catch (RuntimeException | Error e) {
            LOGGER.log(ERROR, "a gRPC call failed unexpectedly", e);
            close(Status.UNKNOWN.withDescription("Application error processing RPC"), new Metadata());
        }
    }

    private void contextCancelled(Context cancelled) {
        if (cancelled.cancellationCause() instanceof TimeoutException) {
            Status late = Status.DEADLINE_EXCEEDED.withDescription("the client's deadline has passed");
            callbacks.elsewhere(() -> endEarly(late));
        }
    }

    @Override
    public void request(int count) {
        callbacks.here(() -> {
            asked += count;
            deliver();
        });
    }

    private void deliver() {
        while (asked > 0 && !arrived.isEmpty() && !isEnding()) {
            asked--;
            Q message = arrived.removeFirst();
            guarded(() -> listener.onMessage(message));
        }
        if (arrived.isEmpty() && !isEnding()) {
            stream.giveBack();
            if (hasHalfClosed) {
                hasHalfClosed = false;
                guarded(listener::onHalfClose);
            }
        }
    }

    private boolean isEnding() {
        return hasEnded || isClosed || isCancelled;
    }

    private void endListener(boolean asCancelled) {
        arrived.clear();
        if (asCancelled) {
            // Before the listener, which may ask it.
            context.cancel(null);
        }
        if (!hasEnded) {
            hasEnded = true;
            guarded(asCancelled ? listener::onCancel : listener::onComplete);
        }
        context.cancel(null);
    }

    @Override
    public boolean isReady() {
        return !isCancelled && !isClosed && stream.isReady();
    }

    @Override
    public boolean isCancelled() {
        return isCancelled;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        if (isCancelled) {
            return;
        }
        AnswerMetadata.refusal(headers).ifPresent(refusal -> {
            throw refusal.asRuntimeException();
        });
        super.sendHeaders(headers);
    }

    @Override
    public void sendMessage(A message) {
        if (!isCancelled) {
            super.sendMessage(message);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        synchronized (this) {
            if (isClosed || isCancelled) {
                return;
            }
            isClosed = true;
        }
        end.set(AnswerMetadata.refusal(trailers)
                .map(refusal -> new End(refusal, new Metadata()))
                .orElseGet(() -> new End(status, trailers)));
        endIfSent();
    }

    private void endIfSent() {
        if (stream.isHolding()) {
            return;
        }
        End now = end.getAndSet(null);
        if (now != null) {
            // Before the client can know it: who waits for the last call to end would miss its report.
            tracers.closed(now.status());
            try {
                delegate().close(StatusText.encoded(now.status()), now.trailers());
            } catch (RuntimeException e) {
                LOGGER.log(DEBUG, "the end of a call cannot be written", e);
            }
            callbacks.here(() -> endListener(false));
        }
    }

    @Override
    public void cancelled() {
        synchronized (this) {
            isCancelled = true;
        }
        tracers.closed(Status.CANCELLED.withDescription("the client has gone"));
        callbacks.elsewhere(() -> endListener(true));
    }

    @Override
    public void writable() {
        callbacks.elsewhere(() -> {
            endIfSent();
            if (!isEnding()) {
                guarded(listener::onReady);
            }
        });
    }

    @Override
    public void shutDown() {
        callbacks.elsewhere(() -> endEarly(Status.UNAVAILABLE.withDescription("the server stops")));
    }

    @Override
    public void wireBytes(long bytes) {
        tracers.wireBytes(bytes);
    }

    @Override
    public void messageComplete(int wireBytes, int bytes) {
        tracers.messageComplete(wireBytes, bytes);
    }

    @Override
    public void frameRead() {
        callbacks.here(this::deliver);
    }

    @Override
    public void failed(Status status) {
        callbacks.here(() -> endEarly(status));
    }

    /** The client is told why, and the service that it is over, unless it has ended it itself. */
    private void endEarly(Status status) {
        if (!isClosed && !isCancelled) {
            close(status, new Metadata());
            endListener(true);
        }
    }

    /** What Helidon calls; it never waits for the service. */
    private final class FromHelidon extends ServerCall.Listener<Q> {

        @Override
        public void onMessage(Q message) {
            callbacks.here(() -> {
                if (!isEnding()) {
                    arrived.addLast(message);
                    deliver();
                }
            });
        }

        @Override
        public void onHalfClose() {
            callbacks.here(() -> {
                hasHalfClosed = true;
                deliver();
            });
        }

        /** Its way to say that it cannot read a message. */
        @Override
        public void onCancel() {
            failed(Status.INTERNAL.withDescription("a message cannot be read"));
        }

        @Override
        public void onReady() {
            callbacks.here(() -> {
                if (!isEnding()) {
                    guarded(listener::onReady);
                }
            });
        }
    }
}
