package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.DECODE_QUEUE_TIMEOUT_SEC;
import static io.heliograph.server.limits.LimitKey.DECODE_TIMEOUT_SEC;
import static io.heliograph.server.limits.LimitKey.MAX_PENDING_DECODES_GLOBAL;
import static io.heliograph.server.limits.LimitKey.MAX_PENDING_DECODES_PER_STREAM;

/**
 * How many decodes may wait, and how long. Immutable.
 *
 * @param decodeTimeoutSec longest wait for pending decodes, seconds; ≤ 0 = for ever
 * @param maxPendingDecodesPerStream pending decodes of a stream; ≤ 0 off
 * @param maxPendingDecodesGlobal pending decodes of all streams; ≤ 0 off
 * @param decodeQueueTimeoutSec wait of a settled decode for a place, seconds; ≤ 0 = none
 */
public record DecodeLimits(
        double decodeTimeoutSec,
        int maxPendingDecodesPerStream,
        int maxPendingDecodesGlobal,
        double decodeQueueTimeoutSec) {
    /** Grace while the decode timeout is off, seconds (contract §4.3, §9.3). */
    private static final double GRACE_WITHOUT_TIMEOUT_SEC = 5;

    /** Settled decodes a stream may always have pending (contract §8.2). */
    private static final int MIN_SETTLED_BOUND = 4;

    /** The same while the limit per stream is off (contract §8.2). */
    private static final int SETTLED_BOUND_WITHOUT_LIMIT = 64;

    public DecodeLimits {
        DECODE_TIMEOUT_SEC.require(decodeTimeoutSec);
        MAX_PENDING_DECODES_PER_STREAM.require(maxPendingDecodesPerStream);
        MAX_PENDING_DECODES_GLOBAL.require(maxPendingDecodesGlobal);
        DECODE_QUEUE_TIMEOUT_SEC.require(decodeQueueTimeoutSec);
    }

    static DecodeLimits from(LimitValues values) {
        return new DecodeLimits(
                values.number(DECODE_TIMEOUT_SEC),
                values.integer(MAX_PENDING_DECODES_PER_STREAM),
                values.integer(MAX_PENDING_DECODES_GLOBAL),
                values.number(DECODE_QUEUE_TIMEOUT_SEC));
    }

    void into(LimitValues values) {
        values.put(DECODE_TIMEOUT_SEC, decodeTimeoutSec);
        values.put(MAX_PENDING_DECODES_PER_STREAM, maxPendingDecodesPerStream);
        values.put(MAX_PENDING_DECODES_GLOBAL, maxPendingDecodesGlobal);
        values.put(DECODE_QUEUE_TIMEOUT_SEC, decodeQueueTimeoutSec);
    }

    /** Longest wait for pending decodes, nanoseconds; {@link Long#MAX_VALUE} if for ever. */
    public long decodeTimeoutNanos() {
        return Span.nanosOrForever(decodeTimeoutSec);
    }

    /** How long a stream that is being ended, or the server on its way down, waits for what is pending; nanoseconds. */
    public long graceNanos() {
        return decodeTimeoutSec > 0 ? decodeTimeoutNanos() : Span.nanos(GRACE_WITHOUT_TIMEOUT_SEC);
    }

    /** Wait of a settled decode for a global place, nanoseconds. */
    public long decodeQueueTimeoutNanos() {
        return Span.nanos(decodeQueueTimeoutSec);
    }

    /** Pending settled decodes of a stream at which the server stops reading it. */
    public int settledReadingBound() {
        return maxPendingDecodesPerStream > 0
                ? Math.max(MIN_SETTLED_BOUND, maxPendingDecodesPerStream)
                : SETTLED_BOUND_WITHOUT_LIMIT;
    }
}
