package io.heliograph.server.stream;

import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import org.jspecify.annotations.Nullable;

/** Why something is decoded. */
enum DecodeCause {
    PERIODIC(DecodeKind.PARTIAL, null),
    FORCED_SPLIT(DecodeKind.SETTLED, null),
    TRIGGER(DecodeKind.SETTLED, UtteranceEnd.VAD),
    AUTO_END(DecodeKind.SETTLED, UtteranceEnd.AUTO_END),
    FINAL_CHUNK(DecodeKind.SETTLED, UtteranceEnd.FINAL_CHUNK),
    HALF_CLOSE(DecodeKind.SETTLED, UtteranceEnd.HALF_CLOSE),
    SERVER(DecodeKind.SETTLED, UtteranceEnd.SERVER);

    private final DecodeKind kind;
    private final @Nullable UtteranceEnd utteranceEnd;

    DecodeCause(DecodeKind kind, @Nullable UtteranceEnd utteranceEnd) {
        this.kind = kind;
        this.utteranceEnd = utteranceEnd;
    }

    DecodeKind kind() {
        return kind;
    }

    /** What ended the utterance; null if this decode does not end one. */
    @Nullable
    UtteranceEnd utteranceEnd() {
        return utteranceEnd;
    }

    /** Whether the detector decided it. */
    boolean isTriggered() {
        return this == TRIGGER || this == AUTO_END;
    }

    /** Whether the end of input decided it. */
    boolean endsInput() {
        return this == FINAL_CHUNK || this == HALF_CLOSE || this == SERVER;
    }
}
