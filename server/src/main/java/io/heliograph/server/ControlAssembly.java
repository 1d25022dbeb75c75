package io.heliograph.server;

import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Drain;
import io.heliograph.server.control.LateAudit;
import io.heliograph.server.control.ObjectivesControl;
import io.heliograph.server.control.OverviewControl;
import io.heliograph.server.control.OverviewSources;
import io.heliograph.server.control.StreamsControl;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.stream.PendingGate;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.telemetry.ServerHealth;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;

/** The part of a server that operators see, put together. */
final class ControlAssembly {
    private ControlAssembly() {}

    /** The control of a server, over its running parts and its stores, until the closer closes. */
    static ControlPlane of(
            ServerConfig config,
            LiveLimits limits,
            Stores stores,
            SessionRegistry sessions,
            StreamRegistry streams,
            Drain drain,
            PendingGate gate,
            ModelsAssembly models,
            ServerFacts facts,
            ServerHealth health,
            ObjectiveWatch watch,
            Closer closer,
            Ticker ticker) {
        InstantSource wall = InstantSource.system();
        OverviewControl overview = closer.register(OverviewControl.start(
                        new OverviewSources(
                                facts,
                                health::report,
                                models.scheduler()::running,
                                drain::isOrdered,
                                limits,
                                stores.limits(),
                                watch.engine(),
                                () -> stores.database().flatMap(SharedDatabase::problem),
                                Version.current()),
                        ticker,
                        wall))
                .control();
        LateAudit late = closer.register(new LateAudit(stores.audit(), wall));
        Periodic retrying = closer.register(new Periodic("late-audit", late::pause, late::catchUp));
        late.whenOneWaits(retrying::hurry);
        return new ControlPlane(
                UsersAssembly.of(stores, ticker),
                limits,
                config.limits(),
                stores.limits(),
                stores.audit(),
                late,
                stores.database(),
                sessions,
                streams,
                drain,
                gate::pending,
                models.loader(),
                new ObjectivesControl(watch.engine(), stores.limits(), Version.current(), wall),
                overview,
                new StreamsControl(watch.traces()),
                ticker);
    }
}
