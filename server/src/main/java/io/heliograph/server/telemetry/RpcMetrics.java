package io.heliograph.server.telemetry;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts ended calls by method, status and code. Thread-safe; counting takes no lock. */
final class RpcMetrics {
    private final Map<RpcMethod, Map<StatusName, ByCode>> calls = new EnumMap<>(RpcMethod.class);

    RpcMetrics(MetricSection extended) {
        for (RpcMethod method : RpcMethod.values()) {
            Map<StatusName, ByCode> byStatus = new EnumMap<>(StatusName.class);
            for (StatusName status : StatusName.values()) {
                byStatus.put(status, new ByCode(method, status));
            }
            calls.put(method, byStatus);
        }
        extended.add(this::family);
    }

    void ended(RpcMethod method, StatusName status, @Nullable ErrorCode code) {
        requireNonNull(requireNonNull(calls.get(method), "method").get(status), "status")
                .increment(code);
    }

    /** Calls the server ended with an error, by status, only those that happened: no successes, no cancels by clients. */
    SortedMap<String, Long> errorsByStatus() {
        SortedMap<String, Long> errors = new TreeMap<>();
        calls.values()
                .forEach(byStatus -> byStatus.forEach((status, byCode) -> {
                    long count = byCode.sum();
                    if (count > 0 && status != StatusName.OK && status != StatusName.CANCELLED) {
                        errors.merge(status.name(), count, Long::sum);
                    }
                }));
        return errors;
    }

    private MetricFamily family() {
        List<MetricFamily.Sample> samples = new ArrayList<>();
        calls.values().forEach(byStatus -> byStatus.values().forEach(byCode -> byCode.appendTo(samples)));
        return new MetricFamily(
                "stt_rpcs_total", MetricType.COUNTER, "Ended calls by method, status and code.", true, samples);
    }

    /** The calls of one method that ended with one status. */
    private static final class ByCode {
        private final StatusName status;
        private final EnumCounters<ErrorCode> withCode;
        private final LongAdder withoutCode = new LongAdder();
        private final String withoutCodeLabels;

        ByCode(RpcMethod method, StatusName status) {
            this.status = status;
            List<String> fixed = List.of(Labels.pair("method", method.label()), Labels.pair("status", status.name()));
            withCode =
                    new EnumCounters<>(fixed, "code", ErrorCode.class, EnumSet.allOf(ErrorCode.class), ErrorCode::code);
            withoutCodeLabels = Labels.set(fixed.get(0), fixed.get(1), Labels.pair("code", "none"));
        }

        void increment(@Nullable ErrorCode code) {
            if (code == null) {
                withoutCode.increment();
            } else {
                withCode.increment(code);
            }
        }

        long sum() {
            long sum = withoutCode.sum();
            for (ErrorCode code : ErrorCode.values()) {
                sum += withCode.count(code);
            }
            return sum;
        }

        /** The combinations that contract §12.4 shows from the start, and others that happened. */
        void appendTo(List<MetricFamily.Sample> samples) {
            boolean isOrdinary = status == StatusName.OK || status == StatusName.CANCELLED;
            if (isOrdinary || withoutCode.sum() > 0) {
                samples.add(MetricFamily.Sample.count(withoutCodeLabels, withoutCode.sum()));
            }
            for (ErrorCode code : ErrorCode.values()) {
                if (code.status() == status || withCode.count(code) > 0) {
                    samples.add(withCode.sample(code));
                }
            }
        }
    }
}
