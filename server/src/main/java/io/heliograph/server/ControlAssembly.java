package io.heliograph.server;

import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Drain;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.stream.PendingGate;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.time.Ticker;

/** The part of a server that operators see, put together. */
final class ControlAssembly {
    private ControlAssembly() {}

    /** The control of a server, over its running parts and its stores. */
    static ControlPlane of(
            ServerConfig config,
            LiveLimits limits,
            Stores stores,
            SessionRegistry sessions,
            StreamRegistry streams,
            Drain drain,
            PendingGate gate,
            Ticker ticker) {
        return new ControlPlane(
                limits,
                config.limits(),
                stores.limits(),
                stores.audit(),
                sessions,
                streams,
                drain,
                gate::pending,
                ticker);
    }
}
