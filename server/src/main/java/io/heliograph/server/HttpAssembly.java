package io.heliograph.server;

import io.heliograph.server.admission.HttpAccess;
import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.MetricsRecorder;
import io.heliograph.server.telemetry.ServerHealth;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.http.AdminApi;
import io.heliograph.server.transport.http.HttpConfig;
import io.heliograph.server.transport.http.HttpGate;
import io.heliograph.server.transport.http.HttpListener;
import io.heliograph.server.transport.http.JsonPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Puts the HTTP listener and what guards it together. Pure. */
final class HttpAssembly {
    /** A server that is being replaced may hold the HTTP port for a moment longer (contract §15.1). */
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration PORT_RETRY_PAUSE = Duration.ofMillis(250);

    private HttpAssembly() {}

    /**
     * Opens the listener, whose parts the closer then has.
     *
     * @throws UncheckedIOException naming host and port, if the port stays busy
     */
    static HttpListener open(
            ServerConfig config,
            LiveLimits limits,
            Closer closer,
            EventSink events,
            Ticker ticker,
            ServerHealth health,
            MetricsRecorder metrics,
            List<JsonPage> pages,
            ControlPlane control) {
        HttpAccess access = closer.register(new HttpAccess(
                config.environment().httpAllowlist(), limits.now().http(), events, ticker));
        limits.addListener(next -> access.apply(next.http()));
        long deadline = ticker.nanos() + PORT_PATIENCE.toNanos();
        while (true) {
            try {
                return closer.register(HttpListener.start(
                        HttpConfig.of(config.http().host(), config.http().port()),
                        HttpGate.of(access),
                        health,
                        metrics,
                        pages,
                        AdminApi.of(
                                config.environment().isAdminOn(),
                                config.environment().adminToken(),
                                control,
                                ticker,
                                () -> Duration.ofNanos(limits.now().decode().graceNanos())),
                        System::getenv));
            } catch (BindException e) {
                if (ticker.nanos() >= deadline) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
                LockSupport.parkNanos(PORT_RETRY_PAUSE.toNanos());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }
}
