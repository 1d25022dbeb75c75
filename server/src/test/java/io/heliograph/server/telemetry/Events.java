package io.heliograph.server.telemetry;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent.RpcEnded;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ordinary events for tests. */
final class Events {
    static final long MILLI = 1_000_000L;

    private Events() {}

    static SessionFacts session(String id) {
        return new SessionFacts(
                id,
                VadMode.AUTO_END,
                true,
                "realtime",
                "",
                "transcribe",
                0.8,
                0.5,
                Map.of("b", "two words", "a", "x\ny\"z"),
                "moonshine");
    }

    /** Waits of 10, 20, 250 and 1 ms on half a second of audio. */
    static ServerEvent.DecodeDelivered delivered(DecodeKind kind, boolean empty) {
        DecodeTimings timings = new DecodeTimings(10 * MILLI, 20 * MILLI, 250 * MILLI, MILLI, 0.5);
        return new ServerEvent.DecodeDelivered("s", kind, timings, empty);
    }

    static RpcEnded rpc(RpcMethod method, StatusName status, @Nullable ErrorCode code, long millis) {
        return new RpcEnded(method, status, code, "", "s", "0123456789abcdef", millis * MILLI, false);
    }
}
