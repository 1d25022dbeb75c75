package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;

/** Takes what the planner decides. Called on the stream's thread. */
interface DecodeOrders {

    /** A partial is due. */
    void partial(DecodeOrder order);

    /** Audio leaves the buffer and must become text. */
    void settle(DecodeOrder order);

    /**
     * This audio will be settled if the silence lasts until {@code deadlineNanos}.
     *
     * @param utterance whose audio it is
     */
    void decodeAhead(AudioView audio, Utterance utterance, long deadlineNanos);

    /** Speech went on: the audio decoded ahead was not the end. */
    void abandonAhead();

    /** Whether a decode ahead stands for the open utterance. */
    boolean hasAhead();

    /** Speech that will not be decoded. */
    void utteranceDropped(UtteranceDropReason reason);
}
