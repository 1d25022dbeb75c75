package io.heliograph.server.trace;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.JsonWriter;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.UtteranceVerdict;
import java.time.Instant;
import java.util.List;

/** Time lines as the JSON objects of {@code GET /streams}. Stateless. */
public final class TraceJson {

    private TraceJson() {}

    /** Streams without their utterances. */
    public static String list(List<StreamTimeline> streams, Instant at) {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("at").value(at.toString());
        json.key("streams").beginArray();
        for (StreamTimeline stream : streams) {
            stream(json.beginObject(), stream);
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    /** One stream with the utterances that are kept. */
    public static String one(StreamTimeline stream) {
        JsonWriter json = new JsonWriter().beginObject();
        stream(json, stream);
        json.key("dropped").value(stream.droppedCount());
        json.key("timeline").beginArray();
        stream.utterances().forEach(utterance -> utterance(json, utterance));
        return json.endArray().endObject().toString();
    }

    /** The slowest utterances by an objective. */
    public static String slowest(Sli sli, SlowestUtterances slowest) {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("worst").value(sli.label());
        slow(json.key("1h"), slowest.lastHour());
        slow(json.key("1d"), slowest.lastDay());
        return json.endObject().toString();
    }

    private static void slow(JsonWriter json, List<SlowUtterance> utterances) {
        json.beginArray();
        for (SlowUtterance slow : utterances) {
            json.beginObject();
            json.key("stream").value(slow.streamHash());
            json.key("started_at").value(slow.streamStartedAt().toString());
            json.key("over_at").value(slow.overAt().toString());
            json.key("latency_sec").value(seconds(slow.utterance().latencyNanos(slow.sli())));
            json.key("utterance");
            utterance(json, slow.utterance());
            json.endObject();
        }
        json.endArray();
    }

    private static void stream(JsonWriter json, StreamTimeline stream) {
        json.key("stream").value(stream.hash());
        StreamEndReason reason = stream.endReason();
        json.key("state").value(reason == null ? "live" : "ended");
        if (reason != null) {
            json.key("end_reason").value(reason.label());
        }
        json.key("started_at").value(stream.startedAt().toString());
        json.key("age_sec").value(stream.ageSeconds());
        json.key("utterances").value(stream.utteranceCount());
        json.key("worst_final_latency_sec").value(seconds(stream.worstFinalNanos()));
    }

    private static void utterance(JsonWriter json, UtteranceTrace utterance) {
        UtteranceTimes times = utterance.times();
        UtteranceEnd end = times.end();
        json.beginObject();
        json.key("number").value(times.number());
        json.key("ended_by").value(end == null ? "stream" : end.label());
        json.key("paced").value(times.isPaced());
        json.key("speech_sec").value(times.speechSeconds());
        json.key("audio_sec").beginObject();
        json.key("speech_start").value(times.speechStartSec());
        json.key("speech_end").value(times.speechEndSec()).endObject();
        json.key("at_sec").beginObject();
        json.key("speech_start").value(seconds(times.speechStartNanos()));
        json.key("first_result").value(seconds(times.firstResultNanos()));
        json.key("last_speech").value(seconds(times.lastSpeechNanos()));
        json.key("trigger").value(seconds(times.decidedNanos()));
        json.key("decode_start").value(seconds(times.decodeStartNanos()));
        json.key("decode_end").value(seconds(times.decodeEndNanos()));
        json.key("final_sent").value(seconds(times.sentNanos())).endObject();
        json.key("first_result_latency_sec").value(seconds(times.firstResultLatencyNanos()));
        json.key("final_latency_sec").value(seconds(times.finalLatencyNanos()));
        json.key("objectives").beginObject();
        verdict(json.key(Sli.FIRST_PARTIAL.label()), utterance.firstResult());
        verdict(json.key(Sli.FINAL.label()), utterance.finalText());
        json.endObject().endObject();
    }

    private static void verdict(JsonWriter json, UtteranceVerdict verdict) {
        json.beginObject().key("verdict").value(verdict.label());
        if (!verdict.isValid()) {
            json.key("reason").value(verdict.reason());
        }
        json.endObject();
    }

    /** What never happened is null. */
    private static double seconds(long nanos) {
        return nanos == UtteranceTimes.NEVER ? Double.NaN : nanos / 1e9;
    }
}
