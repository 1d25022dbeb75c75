package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioBuffer;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.audio.SplitPoint;
import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.endpoint.Endpointer;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.telemetry.VadMode;
import io.heliograph.server.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Decides, frame by frame, what is decoded when: partials at their distance, the settled decode at each endpoint and ahead of it,
 * forced splits, the rest at the end of input. All decisions follow from sample counts, so the same audio gives the same
 * decisions however it was cut into chunks; only load puts partials off. Confined to the stream's thread.
 */
final class UtterancePlanner {
    /**
     * A partial is held back when the endpoint would come within this time anyway and its settled decode is on its way: 500 ms, a
     * third of the usual distance between partials.
     */
    private static final long NEAR_ENDPOINT_SAMPLES = 8_000;

    /** 30 ms, the window in which a split looks for the quietest moment. */
    private static final long SLIVER_SAMPLES = 480;

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / 16_000;

    /** A minute: far enough away for any deadline. */
    private static final long MAX_AHEAD_SAMPLES = 60 * 16_000;

    private final AudioBuffer buffer;
    private final FrameFeed feed;
    private final EndpointRules endpointRules;
    private final Endpointer endpointer;
    private final boolean wantsPartials;
    private final VadMode vadMode;
    private final DecodeOrders orders;
    private final PartialSpacing spacing;
    private final Ticker ticker;

    private @Nullable Utterance utterance;
    private boolean hadUtterance;
    private boolean ended;
    private long lastCut;
    private double highestProbability;
    private long aheadTriedFor = -1;

    UtterancePlanner(
            AudioBuffer buffer,
            FrameFeed feed,
            EndpointRules endpointRules,
            boolean wantsPartials,
            VadMode vadMode,
            DecodeOrders orders,
            PartialSpacing spacing,
            Ticker ticker) {
        this.buffer = buffer;
        this.feed = feed;
        this.endpointRules = endpointRules;
        this.endpointer = new Endpointer(endpointRules);
        this.wantsPartials = wantsPartials && vadMode == VadMode.CONTINUE;
        this.vadMode = vadMode;
        this.orders = orders;
        this.spacing = spacing;
        this.ticker = ticker;
    }

    /** Looks at all audio that came since the last call; false once an endpoint has ended the stream. */
    boolean consume(StreamRules rules) {
        while (!ended && feed.hasNext()) {
            long start = feed.position();
            double probability = feed.next();
            highestProbability = Math.max(highestProbability, probability);
            switch (endpointer.frame(start, FrameFeed.FRAME_SAMPLES, probability)) {
                case SPEECH_STARTED -> open(start);
                case SPEECH_RESUMED -> orders.abandonAhead();
                case ENDPOINT -> reachEndpoint(start + FrameFeed.FRAME_SAMPLES, rules);
                case NONE -> {}
            }
            Utterance open = utterance;
            if (open != null) {
                follow(open, start, rules);
            } else {
                trim(rules);
            }
        }
        return !ended;
    }

    /** The audio in front of a position is lost: the buffer of all streams is full, and this one held most. */
    void loseHead(long position) {
        buffer.discardBefore(position);
        feed.skipTo(position);
        lastCut = Math.max(lastCut, position);
        Utterance open = utterance;
        if (open != null && open.start() < position) {
            open.loseHead(position);
            orders.abandonAhead();
            aheadTriedFor = -1;
        }
    }

    /** The utterance that has begun and not ended, if any. */
    @Nullable
    Utterance openUtterance() {
        return utterance;
    }

    /**
     * Settles what is left when no more audio comes.
     *
     * @param cause why no more comes
     * @param decidedNanos when that was known
     */
    void finish(DecodeCause cause, StreamRules rules, long decidedNanos) {
        if (ended) {
            return;
        }
        ended = true;
        Utterance open = utterance;
        utterance = null;
        if (open != null) {
            long end = endpointRules.detects() ? pieceEnd(open, buffer.endSample()) : buffer.endSample();
            settleRest(cause, open, buffer.view(open.start(), end), rules, decidedNanos);
        } else if (!hadUtterance && buffer.endSample() > buffer.startSample()) {
            settleRest(cause, null, buffer.view(buffer.startSample(), buffer.endSample()), rules, decidedNanos);
        }
        buffer.discardBefore(buffer.endSample());
    }

    private void settleRest(
            DecodeCause cause, @Nullable Utterance open, AudioView audio, StreamRules rules, long decidedNanos) {
        boolean gated = cause == DecodeCause.HALF_CLOSE;
        if (audio.length() == 0 || (gated && isTooQuiet(audio, rules))) {
            orders.abandonAhead();
            if (open != null) {
                orders.utteranceDropped(UtteranceDropReason.RMS_GATE);
            }
            return;
        }
        orders.settle(order(cause, audio, open, false, decidedNanos));
    }

    private void open(long frameStart) {
        long start = Math.max(Math.max(lastCut, frameStart - endpointRules.preRollSamples()), buffer.startSample());
        utterance = new Utterance(start, frameStart, buffer.arrivalNanos(frameStart + FrameFeed.FRAME_SAMPLES - 1));
        hadUtterance = true;
        buffer.discardBefore(start);
    }

    private void follow(Utterance open, long frameStart, StreamRules rules) {
        long end = frameStart + FrameFeed.FRAME_SAMPLES;
        if (endpointer.lastSpeechEnd() == end) {
            open.heardSpeech(end, FrameFeed.FRAME_SAMPLES, buffer.arrivalNanos(end - 1));
        }
        if (rules.exceedsBuffer(buffer.bytes(open.start(), end), end - open.start())) {
            split(open, end, rules);
        }
        if (endpointer.silenceSamples() >= endpointRules.tailSamples() && aheadTriedFor != open.lastSpeechEnd()) {
            decodeAhead(open, end, rules);
        }
        if (wantsPartials && rules.partialIntervalSamples() > 0) {
            partial(open, end, rules);
        }
    }

    private void partial(Utterance open, long end, StreamRules rules) {
        if (open.nextPartial() == 0) {
            long first = rules.firstPartialSamples() > 0
                    ? Math.min(rules.firstPartialSamples(), rules.partialIntervalSamples())
                    : rules.partialIntervalSamples();
            open.nextPartial(open.onset() + first);
        }
        if (end < open.nextPartial() || isNearEndpoint()) {
            return;
        }
        open.nextPartial(end + spacing.samples(rules.partialIntervalSamples()));
        long start = open.start();
        if (rules.partialWindowSamples() > 0) {
            start = Math.max(start, end - rules.partialWindowSamples());
        }
        AudioView audio = buffer.view(start, end);
        if (!isTooQuiet(audio, rules)) {
            orders.partial(order(
                    DecodeCause.PERIODIC, audio, open, start > open.start() || open.isHeadLost(), ticker.nanos()));
            open.partialScheduled();
        }
    }

    /** Whether a settled decode is on its way that will be sent soon, unless speech goes on. */
    private boolean isNearEndpoint() {
        return orders.hasAhead()
                && endpointRules.silenceSamples() - endpointer.silenceSamples() <= NEAR_ENDPOINT_SAMPLES;
    }

    private void decodeAhead(Utterance open, long end, StreamRules rules) {
        long audioEnd = pieceEnd(open, Long.MAX_VALUE);
        if (audioEnd > end || endpointer.silenceSamples() == 0) {
            return;
        }
        aheadTriedFor = open.lastSpeechEnd();
        AudioView audio = buffer.view(open.start(), audioEnd);
        if (!isTooQuiet(audio, rules)) {
            long samplesLeft = endpointRules.silenceSamples() - endpointer.silenceSamples();
            orders.decodeAhead(
                    audio, open, ticker.nanos() + Math.min(samplesLeft, MAX_AHEAD_SAMPLES) * NANOS_PER_SAMPLE);
        }
    }

    private void reachEndpoint(long end, StreamRules rules) {
        Utterance open = utterance;
        if (open == null) {
            throw new IllegalStateException("an endpoint without an utterance at sample " + end);
        }
        utterance = null;
        AudioView audio = buffer.view(open.start(), pieceEnd(open, end));
        if (isTooQuiet(audio, rules)) {
            feed.resetDetector();
            orders.abandonAhead();
            orders.utteranceDropped(UtteranceDropReason.RMS_GATE);
        } else {
            boolean endsStream = vadMode == VadMode.AUTO_END;
            orders.settle(
                    order(endsStream ? DecodeCause.AUTO_END : DecodeCause.TRIGGER, audio, open, false, ticker.nanos()));
            ended = endsStream;
        }
        lastCut = end;
        highestProbability = 0;
        buffer.discardBefore(ended ? buffer.endSample() : end);
    }

    /**
     * Where the audio of a settled decode ends: behind the last speech and its tail. A split may lie behind that, in the pause;
     * what is left then is a sliver of the pause, so that the utterance still has its end.
     */
    private long pieceEnd(Utterance open, long limit) {
        long behindSpeech = open.lastSpeechEnd() + endpointRules.tailSamples();
        return Math.min(limit, Math.max(behindSpeech, open.start() + SLIVER_SAMPLES));
    }

    private void split(Utterance open, long end, StreamRules rules) {
        AudioView audio = buffer.view(open.start(), end);
        long at = SplitPoint.in(audio, rules.splitSearchSamples());
        if (at <= open.start() || at >= end) {
            return;
        }
        orders.abandonAhead();
        aheadTriedFor = -1;
        if (open.lastSpeechEnd() <= open.start()) {
            // Behind an earlier split only the pause has gone on: nothing to decode, and it need not be kept.
            open.splitAt(at);
            buffer.discardBefore(at);
            return;
        }
        orders.settle(order(DecodeCause.FORCED_SPLIT, buffer.view(open.start(), at), open, false, ticker.nanos()));
        open.splitAt(at);
        lastCut = at;
        buffer.discardBefore(at);
    }

    /** Without an utterance the buffer keeps what could become one: all within the limit before the first, then the pre-roll. */
    private void trim(StreamRules rules) {
        long end = feed.position();
        if (hadUtterance) {
            buffer.discardBefore(Math.max(lastCut, end - endpointRules.preRollSamples()));
        } else if (rules.exceedsBuffer(buffer.bytes(buffer.startSample(), end), end - buffer.startSample())) {
            buffer.discardBefore(buffer.startSample() + FrameFeed.FRAME_SAMPLES);
        }
    }

    private DecodeOrder order(
            DecodeCause cause, AudioView audio, @Nullable Utterance open, boolean windowed, long decidedNanos) {
        return new DecodeOrder(
                cause,
                audio,
                buffer.bytes(audio.startSample(), audio.endSample()),
                buffer.arrivalNanos(audio.startSample()),
                open,
                windowed,
                decidedNanos,
                noSpeech(open, audio));
    }

    /** How likely the audio holds no speech, as far as the detector can tell. */
    private double noSpeech(@Nullable Utterance open, AudioView audio) {
        if (open == null) {
            return 1 - highestProbability;
        }
        return open.lastSpeechEnd() <= audio.startSample() ? 1 : 0;
    }

    private static boolean isTooQuiet(AudioView audio, StreamRules rules) {
        return rules.rmsThreshold() > 0 && audio.rms() < rules.rmsThreshold();
    }
}
