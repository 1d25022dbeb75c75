package io.heliograph.server.admission;

import io.heliograph.server.limits.BucketRate;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import io.heliograph.server.time.Ticker;
import java.util.Locale;
import java.util.Optional;

/**
 * How often clients may create sessions and how fast they may send audio (contract §2.5). Whoever names a key that nobody has
 * verified also shares a bucket with all such keys of the same address, so that inventing keys gains little. Keys are kept as
 * hashes: of one size, and of no use to a reader. Thread-safe.
 */
public final class ClientRates {
    private final RateLimiter createSession;
    private final RateLimiter realtimeBytes;
    private final RateLimiter batchBytes;
    private final EventSink events;

    /** Full buckets with the rates of these limits. */
    public ClientRates(Limits limits, EventSink events, Ticker ticker) {
        this.createSession = new RateLimiter(
                limits.sessions().createSessionRate(), limits.sessions().createSessionUmbrella(), ticker);
        BucketRate realtime = limits.audio().realtimeByteRate();
        this.realtimeBytes = new RateLimiter(realtime, umbrella(realtime, limits), ticker);
        BucketRate batch = limits.audio().batchByteRate();
        this.batchBytes = new RateLimiter(batch, umbrella(batch, limits), ticker);
        this.events = events;
    }

    /** Puts the rates of other limits in force; tokens beyond a new capacity are lost. */
    public void apply(Limits limits) {
        createSession.swap(
                limits.sessions().createSessionRate(), limits.sessions().createSessionUmbrella());
        BucketRate realtime = limits.audio().realtimeByteRate();
        realtimeBytes.swap(realtime, umbrella(realtime, limits));
        BucketRate batch = limits.audio().batchByteRate();
        batchBytes.swap(batch, umbrella(batch, limits));
    }

    /** Counts a CreateSession call; present with the numbers if it comes too soon. */
    Optional<String> takeCall(ClientIdentity client) {
        return createSession
                .take(Hash16.of(client.limiterKey()), RateKeys.umbrella(client), 1)
                .map(refusal -> refused(RateScope.CREATE_SESSION, refusal, "calls"));
    }

    /**
     * Counts a chunk of a session's stream; present with the numbers if it comes too soon.
     *
     * @param bytes as received; above 0
     */
    public Optional<String> takeBytes(Session session, int bytes) {
        RateLimiter limiter = session.settings().isBatchUpload() ? batchBytes : realtimeBytes;
        RateKeys keys = session.rateKeys();
        return limiter.take(keys.client(), keys.umbrella(), bytes)
                .map(refusal -> "%d bytes, %s".formatted(bytes, refused(RateScope.STREAM, refusal, "bytes")));
    }

    private String refused(RateScope scope, RateLimiter.Refusal refusal, String unit) {
        events.record(new ServerEvent.RateLimited(scope, refusal.key()));
        return String.format(
                Locale.ROOT,
                "at most %.1f %s a second, %.1f at once",
                refusal.rate().perSecond(),
                unit,
                refusal.rate().capacity());
    }

    private static BucketRate umbrella(BucketRate rate, Limits limits) {
        return rate.times(limits.sessions().unverifiedKeyIpFactor());
    }
}
