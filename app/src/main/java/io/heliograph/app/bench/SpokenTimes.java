package io.heliograph.app.bench;

import io.heliograph.app.client.ChunkTiming;
import io.heliograph.app.client.StreamListener;
import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.STTResult;
import io.heliograph.server.vad.VoiceDetector;
import java.util.ArrayList;
import java.util.List;

/**
 * How late the first result and the final of each utterance of one paced stream were, counted from when the chunk was due with its
 * first and its last frame of speech. Results begin {@code vad.pre_roll_sec} before the first and end {@code vad.tail_sec} behind
 * the last, so no utterance may begin earlier in its stream than that. Thread-safe.
 */
final class SpokenTimes implements StreamListener {
    /** The defaults of the server's keys. */
    private static final double PRE_ROLL_SECONDS = 0.3;

    private static final double TAIL_SECONDS = 0.2;
    /** Utterances with less speech are not asked for an early first result (contract §17.1). */
    private static final double MIN_SPEECH_SECONDS = 1.0;

    private static final double SAMPLES_PER_SECOND = 16_000;

    /** The silence that ends an utterance, 0.5 s as {@link WatchedServer} sets it, in whole windows of the detector. */
    private static final int SILENCE_SAMPLES = 8_192;

    private final int chunkSamples;
    private final List<Long> dueNanos = new ArrayList<>();
    private final List<Double> firstSeconds = new ArrayList<>();
    private final List<Double> finalSeconds = new ArrayList<>();
    private final List<Double> triggeredSeconds = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long latestSendNanos;
    private long firstResultNanos;
    private boolean hasResult;
    private int partials;

    /** For chunks of this many samples at 16 kHz. */
    SpokenTimes(int chunkSamples) {
        this.chunkSamples = chunkSamples;
    }

    @Override
    public synchronized void onChunk(ChunkTiming chunk) {
        dueNanos.add(chunk.dueNanos());
        latestSendNanos = Math.max(latestSendNanos, chunk.sentNanos() - chunk.dueNanos());
    }

    @Override
    public synchronized void onResult(TimedResult timed) {
        STTResult result = timed.result();
        if (!hasResult) {
            hasResult = true;
            firstResultNanos = timed.receivedNanos();
        }
        if (!result.getIsFinal()) {
            partials++;
            return;
        }
        hasResult = false;
        text.append(result.getText()).append(' ');
        long onset = Math.round((result.getStartSec() + PRE_ROLL_SECONDS) * SAMPLES_PER_SECOND);
        long onsetEnd = onset + VoiceDetector.WINDOW_SAMPLES;
        long end = Math.max(onsetEnd, Math.round((result.getEndSec() - TAIL_SECONDS) * SAMPLES_PER_SECOND));
        finalSeconds.add((timed.receivedNanos() - due(end)) / 1e9);
        triggeredSeconds.add((timed.receivedNanos() - due(end + SILENCE_SAMPLES)) / 1e9);
        if (end - onset >= MIN_SPEECH_SECONDS * SAMPLES_PER_SECOND) {
            firstSeconds.add((firstResultNanos - due(onsetEnd)) / 1e9);
        }
    }

    /** Seconds from the due time of the first speech to the first result, per utterance. */
    synchronized List<Double> firstSeconds() {
        return List.copyOf(firstSeconds);
    }

    /** Seconds from the due time of the last speech to the final, per utterance. */
    synchronized List<Double> finalSeconds() {
        return List.copyOf(finalSeconds);
    }

    /** Seconds from the due time of the silence's end to the final, per utterance. */
    synchronized List<Double> triggeredSeconds() {
        return List.copyOf(triggeredSeconds);
    }

    /** Partials so far. */
    synchronized int partials() {
        return partials;
    }

    /** All finals. */
    synchronized String text() {
        return text.toString();
    }

    /** The most that a chunk was sent behind its time, nanoseconds. */
    synchronized long latestSendNanos() {
        return latestSendNanos;
    }

    /** When the chunk was due that brings the sample in front of a position: a frame has arrived with its last sample. */
    private long due(long position) {
        return dueNanos.get(Math.clamp((position - 1) / chunkSamples, 0, dueNanos.size() - 1));
    }
}
