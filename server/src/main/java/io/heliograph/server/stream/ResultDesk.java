package io.heliograph.server.stream;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.admission.Languages;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.decode.Segment;
import io.heliograph.server.hypothesis.CommittedPair;
import io.heliograph.server.hypothesis.Transcript;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.DecodeTimings;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.Guard;
import io.heliograph.server.time.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns finished decodes into messages: which segments count, what is committed, what is withheld until its final may be sent.
 * Every settled segment is sent exactly once as final. Confined to the stream's thread.
 */
final class ResultDesk {
    /**
     * Three frames of the detector: chosen, not measured. It is below the length of a spoken word, and it removes the {@code You}
     * that the engine wrote at the end of a sample recording for half a second that was nearly all pre-roll and tail.
     */
    private static final double SHORTEST_WORD_SEC = 0.1;

    /** The profile option and the default that it has there. */
    private static final String NO_SPEECH_OPTION = "no_speech_threshold";

    private static final double NO_SPEECH_DEFAULT = 0.6;

    /** Withheld segments take the pair of the message that releases them. */
    private static final CommittedPair NO_PAIR = new CommittedPair("", "");

    private static final System.Logger LOGGER = System.getLogger(ResultDesk.class.getName());

    private final Transcript transcript;
    private final WithheldFinals withheld = new WithheldFinals();
    private final Outbox outbox;
    private final boolean wantsPartials;
    private final boolean emitsFinalOnVad;
    private final boolean detects;
    private final double noSpeechThreshold;
    private final UtteranceReports reports;
    private final Consumer<RecognitionResult> sent;
    private final EventSink events;
    private final Ticker ticker;
    private boolean boundReached;

    ResultDesk(
            Transcript transcript,
            Outbox outbox,
            boolean wantsPartials,
            boolean emitsFinalOnVad,
            boolean detects,
            DecodeOptions options,
            UtteranceReports reports,
            Consumer<RecognitionResult> sent,
            EventSink events,
            Ticker ticker) {
        this.transcript = transcript;
        this.outbox = outbox;
        this.wantsPartials = wantsPartials;
        this.emitsFinalOnVad = emitsFinalOnVad;
        this.detects = detects;
        this.noSpeechThreshold = options.number(NO_SPEECH_OPTION, NO_SPEECH_DEFAULT);
        this.reports = reports;
        this.sent = sent;
        this.events = events;
        this.ticker = ticker;
    }

    /**
     * Queues the messages of a finished decode.
     *
     * @param startNanos when handing over began
     * @param delivered told the timings once all of them were handed over
     */
    void deliver(PendingDecode decode, long startNanos, Consumer<DecodeTimings> delivered) {
        DecodeOrder order = decode.order();
        List<Segment> segments = kept(order, decode.job().hypothesis());
        boolean empty = segments.isEmpty();
        Utterance utterance = order.utterance();
        if (utterance != null && !empty) {
            utterance.foundText();
        }
        if (decode.kind() == DecodeKind.PARTIAL) {
            partial(order, segments);
        } else {
            settled(order, segments);
        }
        watchBound();
        outbox.mark(() -> {
            long now = ticker.nanos();
            DecodeTimings timings = timings(decode, now - startNanos);
            events.record(new ServerEvent.DecodeDelivered(decode.sessionId(), decode.kind(), timings, empty));
            delivered.accept(timings);
            ServerEvent.UtteranceEnd end = order.cause().utteranceEnd();
            if (end != null) {
                events.record(new ServerEvent.UtteranceEnded(end));
                if (utterance != null) {
                    reports.settled(utterance, decode, end, !empty || utterance.hasText(), now);
                }
            }
        });
    }

    /** Sends what is still withheld: no more audio will come, or the stream ends with an error. */
    void releaseWithheld() {
        sendFinals(transcript.settledPair(), null);
    }

    /** Segments that wait for their final. */
    int withheldCount() {
        return withheld.size();
    }

    private void partial(DecodeOrder order, List<Segment> segments) {
        Optional<CommittedPair> pair = transcript.partial(texts(segments), order.isWindowed());
        pair.ifPresent(committed -> send(order, segments, false, committed));
    }

    private void settled(DecodeOrder order, List<Segment> segments) {
        CommittedPair pair = transcript.settled(texts(segments)).orElseGet(transcript::settledPair);
        boolean split = order.cause() == DecodeCause.FORCED_SPLIT;
        boolean later = split || (order.cause() == DecodeCause.TRIGGER && !emitsFinalOnVad);
        if (!later) {
            sendFinals(pair, order.utterance());
            send(order, segments, true, pair);
            return;
        }
        if (!split || wantsPartials) {
            send(order, segments, false, pair);
        }
        double offset = order.audio().startSample() / 16_000.0;
        for (Segment segment : segments) {
            withheld.add(result(segment, offset, true, NO_PAIR));
        }
        withheld.overflow().forEach(early -> sendWithheld(early, pair, order.utterance()));
    }

    /** Says once that the committed text has reached its bound. */
    private void watchBound() {
        if (!boundReached && transcript.isFull()) {
            boundReached = true;
            LOGGER.log(WARNING, "the committed text of a stream has reached its bound and grows no more; text goes on");
        }
    }

    private void sendFinals(CommittedPair pair, @Nullable Utterance utterance) {
        withheld.drain().forEach(result -> sendWithheld(result, pair, utterance));
    }

    private void sendWithheld(RecognitionResult result, CommittedPair pair, @Nullable Utterance utterance) {
        add(
                new RecognitionResult(
                        result.text(),
                        true,
                        result.startSec(),
                        result.endSec(),
                        result.languageCode(),
                        result.language(),
                        result.probability(),
                        pair.committedText(),
                        pair.unstableText()),
                utterance);
    }

    private void send(DecodeOrder order, List<Segment> segments, boolean isFinal, CommittedPair pair) {
        double offset = order.audio().startSample() / 16_000.0;
        for (Segment segment : segments) {
            add(result(segment, offset, isFinal, pair), order.utterance());
        }
    }

    private void add(RecognitionResult result, @Nullable Utterance utterance) {
        outbox.add(result, () -> {
            if (utterance != null) {
                utterance.resultSent(ticker.nanos());
            }
            events.record(new ServerEvent.ResultSent(result.isFinal()));
            sent.accept(result);
        });
    }

    /** The segments that are not invented. */
    private List<Segment> kept(DecodeOrder order, Hypothesis hypothesis) {
        for (Hypothesis.Suspicion suspicion : hypothesis.suspicions()) {
            events.record(new ServerEvent.GuardHit(
                    switch (suspicion) {
                        case SILENT_AUDIO -> Guard.SILENT_AUDIO;
                        case TOKEN_RATE -> Guard.TOKEN_RATE;
                        case REPETITION -> Guard.REPETITION;
                    }));
        }
        Utterance utterance = order.utterance();
        if (utterance != null && isBlip(utterance, hypothesis)) {
            return List.of();
        }
        if (order.noSpeechProbability() == 0) {
            return hypothesis.segments();
        }
        List<Segment> kept = hypothesis.segments().stream()
                .filter(segment -> noSpeech(segment, order) <= noSpeechThreshold)
                .toList();
        if (kept.size() < hypothesis.segments().size()) {
            events.record(new ServerEvent.GuardHit(Guard.NO_SPEECH));
        }
        return kept;
    }

    /**
     * Whether what the detector took for speech is shorter than any word: a click or a breath, from which the engine makes up a
     * {@code You}.
     */
    private boolean isBlip(Utterance utterance, Hypothesis hypothesis) {
        boolean blip = detects && utterance.speechSeconds() < SHORTEST_WORD_SEC;
        if (blip && !hypothesis.segments().isEmpty()) {
            events.record(new ServerEvent.GuardHit(Guard.NO_SPEECH));
        }
        return blip;
    }

    /** The engine's own word where it has one, else what the detector made of the audio. */
    private static double noSpeech(Segment segment, DecodeOrder order) {
        return Double.isNaN(segment.noSpeechProbability())
                ? order.noSpeechProbability()
                : segment.noSpeechProbability();
    }

    private static DecodeTimings timings(PendingDecode decode, long emitNanos) {
        return new DecodeTimings(
                Math.max(0, decode.job().scheduledNanos() - decode.order().firstByteNanos()),
                decode.job().queueWaitNanos(),
                decode.job().inferenceNanos(),
                emitNanos,
                decode.order().audio().seconds());
    }

    private static RecognitionResult result(Segment segment, double offset, boolean isFinal, CommittedPair pair) {
        return new RecognitionResult(
                segment.text(),
                isFinal,
                offset + segment.startSec(),
                offset + segment.endSec(),
                segment.languageCode(),
                Languages.name(segment.languageCode()),
                segment.languageProbability(),
                pair.committedText(),
                pair.unstableText());
    }

    private static List<String> texts(List<Segment> segments) {
        return segments.stream().map(Segment::text).toList();
    }
}
