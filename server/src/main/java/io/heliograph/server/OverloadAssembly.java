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
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts what holds back under pressure between the parts that feel it and the parts that obey. */
final class OverloadAssembly {
    /** Half of the shortest interval of the throttle: a change of its keys acts within this time. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** Without audio or a decode there is no load that a step could hold back; work that comes, or a change of the limits, ends the pause. */
    private static final Duration IDLE_TICK = Duration.ofSeconds(15);

    /** Rarer than the looks: what a session costs shows over seconds. */
    private static final long MEASURED_EACH_NANOS = Duration.ofSeconds(1).toNanos();

    private OverloadAssembly() {}

    /**
     * What holds back.
     *
     * @param gates for those who obey
     * @param sink where it must get every event from
     */
    record Running(PressureGates gates, EventSink sink) {}

    /**
     * Starts looking.
     *
     * @param signals makes the signals that count of those that were measured
     */
    static Running start(
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
        Runnable room = measuredRoom(limits, scheduler, sessions, watch, ticker);
        AtomicBoolean rests = new AtomicBoolean();
        Periodic looking = closer.register(new Periodic(
                "overload",
                () -> {
                    rests.set(watch.height() == 0 && gate.pending() == 0 && streams.bufferBytes() == 0);
                    return rests.get() ? IDLE_TICK : TICK;
                },
                () -> {
                    throttle.tick();
                    watch.tick();
                    rules.refresh();
                    room.run();
                }));
        limits.addListener(next -> looking.hurry());
        return new Running(gates, event -> {
            throttle.record(event);
            if (isWork(event) && rests.compareAndSet(true, false)) {
                looking.hurry();
            }
        });
    }

    /** Whoever was refused may come again, and is to find a server that has looked since. */
    private static boolean isWork(ServerEvent event) {
        return event instanceof ServerEvent.DecodeScheduled
                || (event instanceof ServerEvent.RpcEnded ended
                        && ended.method() == ServerEvent.RpcMethod.CREATE_SESSION);
    }

    /** Measures once a second, the first time before the first session; each call but those is for nothing. For one thread. */
    private static Runnable measuredRoom(
            LiveLimits limits,
            DecodeScheduler scheduler,
            SessionRegistry sessions,
            OverloadWatch watch,
            Ticker ticker) {
        Headroom headroom = new Headroom();
        Supplier<MeasuredRoom> measurement = () -> headroom.measure(
                new Headroom.Sample(ticker.nanos(), scheduler.busyNanos(), parallel(scheduler), sessions.size()),
                watch.pressure(),
                limits.now().sessions().headroomBusyRatio(),
                limits.now().overload());
        AtomicReference<MeasuredRoom> room = new AtomicReference<>(measurement.get());
        AtomicLong measuredNanos = new AtomicLong(ticker.nanos());
        sessions.boundBy(room::get);
        return () -> {
            long now = ticker.nanos();
            if (now - measuredNanos.get() >= MEASURED_EACH_NANOS) {
                measuredNanos.set(now);
                room.set(measurement.get());
            }
        };
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
