package io.heliograph.server.telemetry;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.telemetry.MetricsSnapshot.NameGroup;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Turns events into the metrics of the contract. Thread-safe: an event moves striped counters that exist since construction,
 * takes no lock and leaves nothing on the heap (refusals by rate are the exception: they remember a bounded number of keys).
 * Reading sums the stripes and never holds a writer up.
 */
public final class MetricsRecorder implements EventSink {
    private final GaugeSource gauges;
    private final MetricCatalog catalog = MetricCatalog.empty();
    private final DecodeMetrics decodes;
    private final SpeechMetrics speech;
    private final ObjectiveMetrics objectives;
    private final RpcMetrics rpcs;
    private final RateLimitMetrics rateLimits;
    private final OverloadMetrics overload;
    private final ProcessMetrics process = new ProcessMetrics();
    private final List<Supplier<List<MetricFamily>>> others = new CopyOnWriteArrayList<>();

    /** A recorder that counts by the objectives of the contract. */
    public MetricsRecorder(GaugeSource gauges, BuildFacts build, Ticker ticker) {
        this(gauges, build, ticker, Objectives::ofContract);
    }

    /**
     * @param gauges asked at each reading
     * @param build what runs
     * @param ticker for the sliding maximum
     * @param inForce by which objectives events are judged
     */
    public MetricsRecorder(GaugeSource gauges, BuildFacts build, Ticker ticker, Supplier<Objectives> inForce) {
        this.gauges = gauges;
        ServerGauges.register(catalog, gauges, build);
        decodes = new DecodeMetrics(catalog, ticker);
        speech = new SpeechMetrics(catalog);
        objectives = new ObjectiveMetrics(catalog, inForce);
        rpcs = new RpcMetrics(catalog.extended());
        rateLimits = new RateLimitMetrics(catalog.extended());
        overload = new OverloadMetrics(catalog.extended(), gauges);
    }

    @Override
    public void record(ServerEvent event) {
        switch (event) {
            case ServerEvent.SessionCreated ignored -> speech.sessionCreated();
            case ServerEvent.SessionRemoved removed -> speech.sessionRemoved(removed.reason());
            case ServerEvent.StreamStarted ignored -> speech.streamStarted();
            case ServerEvent.StreamFinished finished -> speech.streamFinished(finished.reason());
            case ServerEvent.DecodeScheduled ignored -> {
                // Pending decodes are a gauge; each one is counted when its outcome is known.
            }
            case ServerEvent.DecodeDelivered delivered -> decodes.delivered(delivered);
            case ServerEvent.DecodeDropped dropped -> decodes.dropped(dropped);
            case ServerEvent.DecodeFailed failed -> decodes.failed(failed.kind());
            case ServerEvent.PartialSkipped skipped -> decodes.partialGivenUp(skipped.reason());
            case ServerEvent.DecodeAhead ahead -> speech.decodeAhead(ahead.used());
            case ServerEvent.DecodeWaited waited -> decodes.waited(waited);
            case ServerEvent.ResultSent sent -> speech.resultSent(sent.isFinal());
            case ServerEvent.VadTriggered ignored -> speech.vadTriggered();
            case ServerEvent.TriggeredUtteranceSettled ignored -> speech.triggeredUtteranceSettled();
            case ServerEvent.UtteranceEnded ended -> speech.utteranceEnded(ended.end());
            case ServerEvent.UtteranceDropped dropped -> speech.utteranceDropped(dropped.reason());
            case ServerEvent.UtteranceFailed failed -> objectives.record(failed);
            case ServerEvent.FinalLost ignored -> speech.finalLost();
            case ServerEvent.FirstResultSent sent -> objectives.record(sent);
            case ServerEvent.FinalSent sent -> objectives.record(sent);
            case ServerEvent.UtteranceOver ignored -> {
                // Its latencies are counted where they are judged.
            }
            case ServerEvent.GuardHit hit -> speech.guardHit(hit.guard());
            case ServerEvent.AudioDropped dropped -> speech.audioDropped(dropped.bytes());
            case ServerEvent.SessionLimitHit hit -> speech.sessionLimitHit(hit.limit());
            case ServerEvent.OverloadStepChanged changed -> overload.changed(changed);
            case ServerEvent.RateLimited limited -> rateLimits.limited(limited.scope(), limited.keyHash());
            case ServerEvent.RpcEnded ended -> {
                rpcs.ended(ended.method(), ended.status(), ended.code());
                objectives.record(ended);
            }
        }
    }

    /** From now on these families are shown, too; asking for them never waits. */
    public void add(Supplier<List<MetricFamily>> families) {
        others.add(families);
    }

    /** All metrics now. */
    public MetricsSnapshot snapshot() {
        List<MetricFamily> extended = new ArrayList<>(catalog.extended().read());
        extended.addAll(process.read());
        extended.addAll(GpuMetrics.of(gauges.gpus()));
        others.forEach(families -> extended.addAll(families.get()));
        return new MetricsSnapshot(
                catalog.scalars().read(),
                List.copyOf(extended),
                groups(),
                catalog.histograms().read());
    }

    /** Mean inference of delivered decodes since start, seconds; 0 if there was none. */
    public double decodeLatencyAverageSeconds() {
        return decodes.latencyAverageSeconds();
    }

    /** Longest inference of a delivered decode since start, seconds. */
    public double decodeLatencyMaxSeconds() {
        return decodes.latencyMaxSeconds();
    }

    private List<NameGroup> groups() {
        Optional<Map<String, Long>> byApi = gauges.activeSessionsByApi();
        return List.of(
                new NameGroup(
                        "error_counts",
                        MetricType.COUNTER,
                        "Calls the server ended with this status.",
                        rpcs.errorsByStatus(),
                        true),
                new NameGroup(
                        "rate_limit_blocks",
                        MetricType.COUNTER,
                        "Refusals by a token bucket of this scope.",
                        rateLimits.byScope(),
                        true),
                new NameGroup(
                        "rate_limit_blocks_by_key",
                        MetricType.COUNTER,
                        "Refusals by a token bucket of this scope and key.",
                        rateLimits.byKey(),
                        true),
                new NameGroup(
                        "stream_buffer_bytes",
                        MetricType.GAUGE,
                        "Buffered audio of one stream, bytes.",
                        largestBuffers(),
                        gauges.maxStreamBufferSeries() > 0),
                new NameGroup(
                        "active_sessions_by_api",
                        MetricType.GAUGE,
                        "Registered sessions of one API key.",
                        new TreeMap<>(byApi.orElse(Map.of())),
                        byApi.isPresent()));
    }

    private SortedMap<String, Long> largestBuffers() {
        SortedMap<String, Long> largest = new TreeMap<>();
        gauges.streamBufferBytes().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Long>>comparingLong(Map.Entry::getValue)
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(Math.max(0, gauges.maxStreamBufferSeries()))
                .forEach(stream -> largest.put(stream.getKey(), stream.getValue()));
        return largest;
    }
}
