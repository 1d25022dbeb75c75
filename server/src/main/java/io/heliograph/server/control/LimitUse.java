package io.heliograph.server.control;

import io.heliograph.server.admission.Session;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.stream.LiveStream;
import io.heliograph.server.stream.StreamRegistry;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How much of a limit is in use. Thread-safe; the figures of different limits are no snapshot. */
final class LimitUse {
    private final SessionRegistry sessions;
    private final StreamRegistry streams;
    private final LongSupplier pendingDecodes;

    LimitUse(SessionRegistry sessions, StreamRegistry streams, LongSupplier pendingDecodes) {
        this.sessions = sessions;
        this.streams = streams;
        this.pendingDecodes = pendingDecodes;
    }

    /** What is in use now, in the unit of the key; per client or stream, that of the greediest. */
    OptionalDouble of(LimitKey key) {
        return switch (key) {
            case MAX_SESSIONS -> OptionalDouble.of(sessions.size());
            case MAX_SESSIONS_PER_IP ->
                OptionalDouble.of(busiest(session -> session.client().address()));
            case MAX_SESSIONS_PER_API_KEY ->
                OptionalDouble.of(busiest(session -> session.client().apiKey()));
            case MAX_TOTAL_BUFFER_BYTES -> OptionalDouble.of((double) streams.bufferBytes());
            case MAX_PENDING_DECODES_GLOBAL -> OptionalDouble.of((double) pendingDecodes.getAsLong());
            case MAX_PENDING_DECODES_PER_STREAM -> OptionalDouble.of(most(streams.all(), LiveStream::pendingDecodes));
            case MAX_AUDIO_SECONDS_PER_SESSION -> OptionalDouble.of(most(streams.all(), LiveStream::audioSeconds));
            default -> OptionalDouble.empty();
        };
    }

    private double busiest(Function<Session, String> owner) {
        return sessions.all().stream()
                .map(owner)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static double most(List<LiveStream> streams, ToDoubleFunction<LiveStream> figure) {
        return streams.stream().mapToDouble(figure).max().orElse(0);
    }
}
