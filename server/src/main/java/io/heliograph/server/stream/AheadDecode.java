package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeJob;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import org.jspecify.annotations.Nullable;

/**
 * The settled decode that runs while the silence behind an utterance is still being measured. It is not pending until an endpoint
 * adopts it, and it is adopted only if it heard exactly the samples that the endpoint settles. Confined to the stream's thread.
 */
final class AheadDecode {
    private final DecodeScheduler scheduler;
    private final EventSink events;
    private @Nullable DecodeJob job;

    AheadDecode(DecodeScheduler scheduler, EventSink events) {
        this.scheduler = scheduler;
        this.events = events;
    }

    /** Starts one in place of any other. */
    void start(DecodeJob ahead) {
        abandon();
        job = ahead;
        scheduler.submit(ahead);
    }

    boolean isUnderWay() {
        return job != null;
    }

    /** Speech went on, or the stream ends: gives it up. */
    void abandon() {
        DecodeJob ahead = job;
        if (ahead != null) {
            job = null;
            scheduler.withdraw(ahead);
            events.record(new ServerEvent.DecodeAhead(false));
        }
    }

    /** The decode, if it heard exactly this audio; otherwise it is given up and there is none. */
    @Nullable
    DecodeJob adopt(AudioView audio) {
        DecodeJob ahead = job;
        if (ahead == null
                || ahead.audio().startSample() != audio.startSample()
                || ahead.audio().endSample() != audio.endSample()) {
            abandon();
            return null;
        }
        job = null;
        ahead.adopt();
        events.record(new ServerEvent.DecodeAhead(true));
        return ahead;
    }
}
