package io.heliograph.console.tryout;

import io.heliograph.server.control.TrialEvent;
import io.heliograph.server.control.TrialEvent.Ended;
import io.heliograph.server.control.TrialEvent.Heard;
import io.heliograph.server.control.TrialEvent.Sent;
import io.heliograph.server.control.TrialEvent.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has become of one recording so far. Confined to the session's lock. */
final class TrialRun {
    private static final int MAX_LINES = 500;

    private final boolean isPaced;
    private final List<Line> finals = new ArrayList<>();
    private @Nullable Started started;
    private @Nullable Ended ended;
    private String partial = "";
    private double sentSec;
    private double firstResultSec = Double.NaN;
    private long partials;

    /**
     * A final text. Immutable.
     *
     * @param lagSec from the end of its words in the audio to its arrival; NaN if the audio was not sent as it is spoken
     */
    record Line(double startSec, double endSec, double atSec, double lagSec, String text) {}

    TrialRun(boolean isPaced) {
        this.isPaced = isPaced;
    }

    /** Takes an event in. */
    void add(TrialEvent event) {
        switch (event) {
            case Started begun -> started = begun;
            case Sent sent -> sentSec = Math.max(sentSec, sent.audioSec());
            case Heard heard -> heard(heard);
            case Ended over -> ended = over;
        }
    }

    private void heard(Heard heard) {
        if (Double.isNaN(firstResultSec)) {
            firstResultSec = heard.atSec();
        }
        if (heard.isFinal()) {
            partial = "";
            if (!heard.text().isBlank() && finals.size() < MAX_LINES) {
                finals.add(new Line(
                        heard.startSec(),
                        heard.endSec(),
                        heard.atSec(),
                        isPaced ? Math.max(0, heard.atSec() - heard.endSec()) : Double.NaN,
                        heard.text().strip()));
            }
        } else {
            partials++;
            partial = heard.text().strip();
        }
    }

    List<Line> finals() {
        return finals;
    }

    /** What is heard now and may change. */
    String partial() {
        return partial;
    }

    long partials() {
        return partials;
    }

    Optional<Started> started() {
        return Optional.ofNullable(started);
    }

    Optional<Ended> ended() {
        return Optional.ofNullable(ended);
    }

    double firstResultSec() {
        return firstResultSec;
    }

    /** The share that has been sent, 0 to 1; NaN if its length is not known. */
    double sentShare() {
        return started == null || ended != null ? 1 : Math.clamp(sentSec / started.audioSec(), 0, 1);
    }

    double sentSec() {
        return sentSec;
    }
}
