package io.heliograph.server.telemetry;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.telemetry.ServerEvent.DecodeClass;
import io.heliograph.server.telemetry.ServerEvent.DecodeDelivered;
import io.heliograph.server.telemetry.ServerEvent.DecodeDropped;
import io.heliograph.server.telemetry.ServerEvent.DropReason;
import io.heliograph.server.time.Ticker;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of decodes and how long they took. Thread-safe; counting takes no lock. */
final class DecodeMetrics {
    private final TimingScalars latency;
    private final TimingScalars bufferWait;
    private final TimingScalars queueWait;
    private final TimingScalars responseEmit;
    private final DoubleAdder rtfTotal = new DoubleAdder();
    private final LongAdder rtfCount = new LongAdder();
    private final DoubleAccumulator rtfMax = new DoubleAccumulator(Math::max, 0);
    private final LongAdder cancelled;
    private final LongAdder orphaned;
    private final LongAdder partialDrops;
    private final SlidingMaximum recentMaximum;
    private final Histogram latencies;
    private final Histogram bufferWaits;
    private final Histogram queueWaits;
    private final Histogram responseEmits;
    private final Map<DecodeKind, Histogram> durations;
    private final Map<DecodeClass, Histogram> classWaits;
    private final Map<DecodeKind, EnumCounters<Outcome>> outcomes = new EnumMap<>(DecodeKind.class);
    private final EnumCounters<DropReason> droppedPartials;

    DecodeMetrics(MetricCatalog catalog, Ticker ticker) {
        MetricSection scalars = catalog.scalars();
        latency = new TimingScalars(scalars, "stt_decode_latency", "Inference time");
        bufferWait = new TimingScalars(scalars, "stt_decode_buffer_wait", "Time from first byte to scheduled");
        queueWait = new TimingScalars(scalars, "stt_decode_queue_wait", "Time from scheduled to started");
        responseEmit = new TimingScalars(scalars, "stt_decode_response_emit", "Time handing results over");
        registerRealTimeFactor(scalars);
        cancelled = scalars.counter("stt_decode_cancelled", "Decodes dropped before a worker started them.");
        orphaned = scalars.counter("stt_decode_orphaned", "Decodes dropped while running or undeliverable.");
        partialDrops = scalars.counter("stt_partial_drop_count", "Partial decodes replaced, evicted or skipped.");

        recentMaximum = new SlidingMaximum(ticker);
        catalog.extended()
                .decimal(
                        "stt_decode_latency_max_5m",
                        MetricType.GAUGE,
                        "Longest inference of the last five minutes in seconds.",
                        recentMaximum::seconds);
        registerOutcomes(catalog.extended());
        droppedPartials = catalog.extended()
                .counters(
                        "stt_partials_dropped_total",
                        "Partials given up by reason.",
                        "reason",
                        DropReason.class,
                        EnumSet.of(DropReason.REPLACED, DropReason.PER_STREAM_LIMIT, DropReason.GLOBAL_LIMIT),
                        DropReason::label);

        HistogramSection histograms = catalog.histograms();
        latencies = histograms.histogram(
                "stt_decode_latency_sec",
                "Inference time of delivered decodes in seconds.",
                HistogramBounds.DECODE_LATENCY);
        bufferWaits = histograms.histogram(
                "stt_decode_buffer_wait_sec",
                "Time from first byte to scheduled of delivered decodes in seconds.",
                HistogramBounds.WAIT);
        queueWaits = histograms.histogram(
                "stt_decode_queue_wait_sec",
                "Time from scheduled to started of delivered decodes in seconds.",
                HistogramBounds.WAIT);
        responseEmits = histograms.histogram(
                "stt_decode_response_emit_sec",
                "Time handing results of delivered decodes over in seconds.",
                HistogramBounds.RESPONSE_EMIT);
        durations = histograms.histograms(
                "stt_decode_duration_seconds",
                "Queue wait and inference of delivered decodes in seconds.",
                HistogramBounds.OBJECTIVE,
                "kind",
                DecodeKind.class,
                DecodeKind::label);
        classWaits = histograms.histograms(
                "stt_decode_class_wait_seconds",
                "Time from scheduled to started of delivered decodes by class in seconds.",
                HistogramBounds.WAIT,
                "class",
                DecodeClass.class,
                DecodeClass::label);
    }

    void waited(ServerEvent.DecodeWaited event) {
        requireNonNull(classWaits.get(event.decodeClass()), "class").observe(event.nanos());
    }

    void delivered(DecodeDelivered event) {
        DecodeTimings timings = event.timings();
        latency.observe(timings.inferenceNanos());
        bufferWait.observe(timings.bufferWaitNanos());
        queueWait.observe(timings.queueWaitNanos());
        responseEmit.observe(timings.responseEmitNanos());
        rtfTotal.add(timings.realTimeFactor());
        rtfCount.increment();
        rtfMax.accumulate(timings.realTimeFactor());
        recentMaximum.observe(timings.inferenceNanos());
        latencies.observe(timings.inferenceNanos());
        bufferWaits.observe(timings.bufferWaitNanos());
        queueWaits.observe(timings.queueWaitNanos());
        responseEmits.observe(timings.responseEmitNanos());
        requireNonNull(durations.get(event.kind()), "kind")
                .observe(timings.queueWaitNanos() + timings.inferenceNanos());
        count(event.kind(), event.empty() ? Outcome.EMPTY : Outcome.DELIVERED);
    }

    void dropped(DecodeDropped event) {
        (event.orphaned() ? orphaned : cancelled).increment();
        count(event.kind(), event.orphaned() ? Outcome.ORPHANED : Outcome.CANCELLED);
        if (event.kind() == DecodeKind.PARTIAL) {
            partialGivenUp(event.reason());
        }
    }

    void failed(DecodeKind kind) {
        count(kind, Outcome.FAILED);
    }

    /** A partial was sacrificed for a newer one or a limit; the other reasons are no drops of partials (contract §8.3). */
    void partialGivenUp(DropReason reason) {
        if (droppedPartials.counts(reason)) {
            partialDrops.increment();
            droppedPartials.increment(reason);
        }
    }

    double latencyAverageSeconds() {
        return latency.averageSeconds();
    }

    double latencyMaxSeconds() {
        return latency.maxSeconds();
    }

    private void registerRealTimeFactor(MetricSection scalars) {
        String scope = "Inference time per audio time of delivered decodes, ";
        scalars.decimal("stt_rtf_total", MetricType.COUNTER, scope + "sum.", rtfTotal::sum);
        scalars.count("stt_rtf_count", MetricType.COUNTER, scope + "number.", rtfCount::sum);
        scalars.decimal("stt_rtf_max", MetricType.GAUGE, scope + "maximum.", rtfMax::get);
        scalars.decimal("stt_rtf_avg", MetricType.GAUGE, scope + "mean since start.", () -> {
            long observed = rtfCount.sum();
            return observed == 0 ? 0 : rtfTotal.sum() / observed;
        });
    }

    private void registerOutcomes(MetricSection extended) {
        for (DecodeKind kind : DecodeKind.values()) {
            outcomes.put(
                    kind,
                    new EnumCounters<>(
                            List.of(Labels.pair("kind", kind.label())),
                            "outcome",
                            Outcome.class,
                            EnumSet.allOf(Outcome.class),
                            Outcome::label));
        }
        extended.add(() -> new MetricFamily(
                "stt_decodes_total",
                MetricType.COUNTER,
                "Scheduled decodes by what became of them.",
                true,
                outcomes.values().stream()
                        .flatMap(kind -> kind.samples().stream())
                        .toList()));
    }

    private void count(DecodeKind kind, Outcome outcome) {
        requireNonNull(outcomes.get(kind), "kind").increment(outcome);
    }

    /** What became of a scheduled decode. */
    private enum Outcome {
        DELIVERED,
        EMPTY,
        CANCELLED,
        ORPHANED,
        FAILED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
