package io.heliograph.server.stream;

import io.heliograph.server.admission.ClientRates;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.capture.Archive;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.time.Ticker;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What every stream needs of the server. Immutable; its parts are thread-safe.
 *
 * @param sessions who may stream
 * @param streams who does
 * @param scheduler where audio is decoded
 * @param gate how many decodes may be pending
 * @param rules the limits in force
 * @param rates how fast clients may send audio
 * @param archive what is kept of them
 * @param isDraining whether the server stops
 * @param events what happened
 * @param ticker monotonic time
 */
public record StreamServices(
        SessionRegistry sessions,
        StreamRegistry streams,
        DecodeScheduler scheduler,
        PendingGate gate,
        Supplier<StreamRules> rules,
        ClientRates rates,
        Archive archive,
        BooleanSupplier isDraining,
        EventSink events,
        Ticker ticker) {}
