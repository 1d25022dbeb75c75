package io.heliograph.server.slo;

import static java.lang.System.Logger.Level.INFO;

import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.LogContext;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.UtteranceTimes;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says at the end of each stream which of its utterances was slowest, and what it waited for: one line, times only, with the hash
 * under which the other utterances can be asked for. Thread-safe; holds one utterance for each running stream.
 */
public final class UtteranceLog implements EventSink {
    private static final System.Logger LOGGER = System.getLogger(UtteranceLog.class.getName());

    private final Map<String, Slowest> running = new ConcurrentHashMap<>();

    private record Slowest(int count, UtteranceTimes times) {

        Slowest and(Slowest later) {
            return new Slowest(count + later.count, latency(later.times) > latency(times) ? later.times : times);
        }
    }

    @Override
    public void record(ServerEvent event) {
        if (event instanceof ServerEvent.UtteranceOver over) {
            running.merge(over.sessionId(), new Slowest(1, over.times()), Slowest::and);
        } else if (event instanceof ServerEvent.StreamFinished finished && finished.session() != null) {
            String id = finished.session().id();
            Slowest slowest = running.remove(id);
            if (slowest != null && LOGGER.isLoggable(INFO)) {
                LOGGER.log(INFO, line(slowest) + " stream=" + Hash16.ofSession(id), LogContext.ofSession(id));
            }
        }
    }

    /** Streams that have had an utterance and have not ended. */
    int running() {
        return running.size();
    }

    private static String line(Slowest slowest) {
        UtteranceTimes times = slowest.times();
        return "slowest of " + slowest.count() + " utterances: number=" + times.number()
                + " audio=" + String.format(Locale.ROOT, "%.2f", times.speechStartSec()) + ".."
                + String.format(Locale.ROOT, "%.2f", times.speechEndSec())
                + " speech_start=" + millis(times.speechStartNanos())
                + " first_result=" + millis(times.firstResultNanos())
                + " last_speech=" + millis(times.lastSpeechNanos())
                + " decided=" + millis(times.decidedNanos())
                + " decode_start=" + millis(times.decodeStartNanos())
                + " decode_end=" + millis(times.decodeEndNanos())
                + " sent=" + millis(times.sentNanos())
                + " final_latency=" + millis(times.finalLatencyNanos());
    }

    /** One that never got its text is the slowest of all. */
    private static long latency(UtteranceTimes times) {
        long nanos = times.finalLatencyNanos();
        return nanos == UtteranceTimes.NEVER ? Long.MAX_VALUE : nanos;
    }

    private static String millis(long nanos) {
        return nanos == UtteranceTimes.NEVER ? "-" : nanos / 1_000_000 + "ms";
    }
}
