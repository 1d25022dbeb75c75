package io.heliograph.app.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.heliograph.proto.STTBackendGrpc;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Speaks to one server over one connection: opens sessions and streams audio into them, and notes when everything happened on the
 * ticker it was given. Calls block; any number of them may run at once, each on a thread (a virtual one will do). Thread-safe.
 */
public final class SpeechClient implements AutoCloseable {
    /** The objective for CreateSession is 0.3 s; a server that is thirty times slower is not going to answer. */
    private static final long CREATE_DEADLINE_SECONDS = 10;
    /** Pings find a peer that vanished without a word; the service permits one each 5 s. */
    private static final long KEEP_ALIVE_SECONDS = 20;
    /** Results carry the whole session's text, which a server bounds at a quarter of its send limit, 4 MiB unless it is told. */
    private static final int MAX_RESULT_BYTES = 16 << 20;

    private final ManagedChannel channel;
    private final Ticker ticker;
    private final Pause pause;

    /** Takes over the channel: it is shut down on close. */
    public SpeechClient(ManagedChannel channel, Ticker ticker, Pause pause) {
        this.channel = channel;
        this.ticker = ticker;
        this.pause = pause;
    }

    /**
     * A client of the server at an address. Nothing is connected before the first call.
     *
     * @throws IOException if the file of trusted authorities cannot be read
     */
    public static SpeechClient of(ServerAddress address, Ticker ticker, Pause pause) throws IOException {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(address.host(), address.port(), credentials(address))
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_RESULT_BYTES)
                .disableRetry()
                .build();
        return new SpeechClient(channel, ticker, pause);
    }

    /**
     * Opens a session, trying again as the policy says where that can help.
     *
     * @param requests gives the request of each try; a new session id each, since a try that timed out may have registered its own
     * @throws SessionRefusedException if no try succeeded
     * @throws InterruptedException if the thread was interrupted
     */
    public OpenedSession open(Supplier<SessionRequest> requests, RetryPolicy policy, RetryNotice notice)
            throws SessionRefusedException, InterruptedException {
        for (int tries = 1; ; tries++) {
            SessionRequest request = requests.get();
            long requestedNanos = ticker.nanos();
            try {
                SessionResponse response = STTBackendGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(CREATE_DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .createSession(request);
                return new OpenedSession(request.getSessionId(), response, requestedNanos, ticker.nanos(), tries);
            } catch (StatusRuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted in try " + tries + " to open a session");
                }
                CallEnd end = CallEnd.of(e.getStatus());
                if (tries >= policy.tries() || !end.isRetryable()) {
                    throw new SessionRefusedException(end, tries);
                }
                backOff(end, tries, policy, notice);
            }
        }
    }

    /** Waits as the policy says after so many failed tries, having told so. */
    public void backOff(CallEnd end, int failures, RetryPolicy policy, RetryNotice notice) throws InterruptedException {
        long delayNanos = policy.delayNanos(failures, ThreadLocalRandom.current());
        notice.retrying(end, failures, delayNanos);
        pause.until(ticker.nanos() + delayNanos);
    }

    /**
     * Streams the source to its end and waits for the end of the stream. The last chunk carries the end mark. How the stream
     * ended, an error included, is in the outcome.
     *
     * @throws IOException if the source fails; the stream is cancelled
     * @throws InterruptedException if the thread was interrupted; the stream is cancelled
     */
    public StreamOutcome recognize(StreamPlan plan, PcmSource source, StreamListener listener)
            throws IOException, InterruptedException {
        return new StreamCall(channel, plan, source, listener, ticker, pause).run();
    }

    /** Ends the connection and whatever still runs on it. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static ChannelCredentials credentials(ServerAddress address) throws IOException {
        if (!address.isTls()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        for (Path file : address.certificates().stream().toList()) {
            tls.trustManager(file.toFile());
        }
        return tls.build();
    }
}
