package io.heliograph.server;

import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.overload.AdaptiveThrottle;
import io.heliograph.server.stream.PendingGate;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;

/** Puts what holds back under pressure between the parts that feel it and the parts that obey. */
final class OverloadAssembly {
    /** Half of the shortest interval of the throttle: a change of its keys acts within this time. */
    private static final Duration TICK = Duration.ofMillis(250);

    private OverloadAssembly() {}

    static AdaptiveThrottle start(
            LiveLimits limits,
            DerivedRules rules,
            PendingGate gate,
            StreamRegistry streams,
            Closer closer,
            Ticker ticker) {
        AdaptiveThrottle throttle = new AdaptiveThrottle(
                () -> limits.now().throttle(),
                () -> new AdaptiveThrottle.Load(
                        share(gate.pending(), limits.now().decode().maxPendingDecodesGlobal()),
                        share(streams.bufferBytes(), limits.now().audio().maxTotalBufferBytes())),
                ticker);
        rules.partialInterval(throttle::partialIntervalSec);
        closer.register(new Periodic("overload", TICK, () -> {
            throttle.tick();
            rules.refresh();
        }));
        return throttle;
    }

    private static double share(long inUse, long limit) {
        return limit > 0 ? (double) inUse / limit : 0;
    }
}
