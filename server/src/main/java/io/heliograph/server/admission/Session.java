package io.heliograph.server.admission;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.vad.DetectorPool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What CreateSession registers: at most one stream claims it, and with that stream it ends. Thread-safe. */
public final class Session {

    /** Where a session stands. */
    public enum State {
        CREATED,
        STREAMING,
        REMOVED
    }

    private final SessionFacts facts;
    private final SessionSettings settings;
    private final ClientIdentity client;
    private final String token;
    private final long createdNanos;
    private final DetectorPool.@Nullable Lease detector;
    private final RateKeys rateKeys;
    private final AtomicReference<State> state = new AtomicReference<>(State.CREATED);

    Session(
            SessionFacts facts,
            SessionSettings settings,
            ClientIdentity client,
            String token,
            long createdNanos,
            DetectorPool.@Nullable Lease detector) {
        this.facts = facts;
        this.settings = settings;
        this.client = client;
        this.token = token;
        this.createdNanos = createdNanos;
        this.detector = detector;
        this.rateKeys = RateKeys.of(client, facts.id());
    }

    /** The trimmed session id. */
    public String id() {
        return facts.id();
    }

    public SessionFacts facts() {
        return facts;
    }

    public SessionSettings settings() {
        return settings;
    }

    public ClientIdentity client() {
        return client;
    }

    /** The session token, empty if none was asked for. */
    public String token() {
        return token;
    }

    /** Whose buckets its chunks are taken from. */
    RateKeys rateKeys() {
        return rateKeys;
    }

    /** When it was registered, monotonic nanoseconds. */
    public long createdNanos() {
        return createdNanos;
    }

    public State state() {
        return requireNonNull(state.get());
    }

    /** The session's voice detector; null if its detector is off. */
    public DetectorPool.@Nullable Lease detector() {
        return detector;
    }

    /** Compares a chunk's token in constant time. */
    public boolean acceptsToken(String candidate) {
        return !facts.tokenRequired()
                || MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Claims the session for a stream; false if another stream has it or it is gone. */
    boolean claim() {
        return state.compareAndSet(State.CREATED, State.STREAMING);
    }

    /** Whether it waits for a stream. */
    boolean isUnclaimed() {
        return state.get() == State.CREATED;
    }

    /** Ends it if nobody has claimed it. */
    boolean expire() {
        return state.compareAndSet(State.CREATED, State.REMOVED);
    }

    /** Ends it; false if it had ended before. */
    boolean remove() {
        return state.getAndSet(State.REMOVED) != State.REMOVED;
    }
}
