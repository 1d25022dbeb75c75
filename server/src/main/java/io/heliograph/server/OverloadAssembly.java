package io.heliograph.server;

import io.heliograph.server.admission.MeasuredRoom;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.LoadedModel;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.limits.OverloadRules;
import io.heliograph.server.machine.MachineLoad;
import io.heliograph.server.overload.AdaptiveThrottle;
import io.heliograph.server.overload.Headroom;
import io.heliograph.server.overload.OverloadWatch;
import io.heliograph.server.overload.Pressure;
import io.heliograph.server.overload.PressureGates;
import io.heliograph.server.stream.PendingGate;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts what holds back under pressure between the parts that feel it and the parts that obey. */
final class OverloadAssembly {
    /** Half of the shortest interval of the throttle: a change of its keys acts within this time. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** Once a second: nobody is there whom a step could hold back, and whoever comes is seen by the next tick. */
    private static final int TICKS_PER_IDLE_LOOK = 4;

    /** Rarer than the looks: what a session costs shows over seconds. */
    private static final Duration MEASURED_EACH = Duration.ofSeconds(1);

    private OverloadAssembly() {}

    /**
     * Starts looking.
     *
     * @param signals makes the signals that count of those that were measured
     */
    static PressureGates start(
            LiveLimits limits,
            DerivedRules rules,
            PendingGate gate,
            DecodeScheduler scheduler,
            SessionRegistry sessions,
            StreamRegistry streams,
            UnaryOperator<Pressure> signals,
            EventSink events,
            Closer closer,
            Ticker ticker) {
        AdaptiveThrottle throttle = new AdaptiveThrottle(
                () -> limits.now().throttle(),
                () -> new AdaptiveThrottle.Load(
                        share(gate.pending(), limits.now().decode().maxPendingDecodesGlobal()),
                        share(streams.bufferBytes(), limits.now().audio().maxTotalBufferBytes())),
                ticker);
        Supplier<Pressure> measured = pressure(limits, scheduler, ticker);
        OverloadWatch watch = new OverloadWatch(
                () -> limits.now().overload(),
                () -> signals.apply(measured.get()),
                streams::closeLargest,
                events,
                ticker);
        PressureGates gates = new PressureGates(
                throttle, watch, () -> limits.now().throttle(), () -> sessions.size() >= parallel(scheduler));
        rules.partialInterval(gates::partialIntervalSec);
        AtomicInteger ticks = new AtomicInteger();
        closer.register(new Periodic("overload", TICK, () -> {
            throttle.tick();
            boolean isIdle = watch.height() == 0 && sessions.size() == 0;
            if (!isIdle || ticks.incrementAndGet() % TICKS_PER_IDLE_LOOK == 0) {
                watch.tick();
            }
            rules.refresh();
        }));
        measureRoom(limits, scheduler, sessions, watch, closer, ticker);
        return gates;
    }

    /** The first measurement comes before the first session. */
    private static void measureRoom(
            LiveLimits limits,
            DecodeScheduler scheduler,
            SessionRegistry sessions,
            OverloadWatch watch,
            Closer closer,
            Ticker ticker) {
        Headroom headroom = new Headroom();
        Supplier<MeasuredRoom> measurement = () -> headroom.measure(
                new Headroom.Sample(ticker.nanos(), scheduler.busyNanos(), parallel(scheduler), sessions.size()),
                watch.pressure(),
                limits.now().sessions().headroomBusyRatio(),
                limits.now().overload());
        AtomicReference<MeasuredRoom> room = new AtomicReference<>(measurement.get());
        sessions.boundBy(room::get);
        closer.register(new Periodic("headroom", MEASURED_EACH, () -> room.set(measurement.get())));
    }

    /** Decodes that can make headway at once: the workers of several models share the processors. */
    private static int parallel(DecodeScheduler scheduler) {
        List<LoadedModel> models = scheduler.models();
        int all = models.stream().mapToInt(LoadedModel::liveWorkers).sum();
        int most = models.stream().mapToInt(LoadedModel::liveWorkers).max().orElse(0);
        return Math.min(all, Math.max(most, Runtime.getRuntime().availableProcessors()));
    }

    private static Supplier<Pressure> pressure(LiveLimits limits, DecodeScheduler scheduler, Ticker ticker) {
        MachineLoad load = new MachineLoad(ticker);
        return () -> {
            OverloadRules now = limits.now().overload();
            return new Pressure(
                    load.memoryRatio(),
                    share(scheduler.settledLatenessNanos(), now.queueLimitNanos()),
                    now.watchesCpu() ? load.cpuRatio() : 0);
        };
    }

    private static double share(long inUse, long limit) {
        return limit > 0 ? (double) inUse / limit : 0;
    }
}
