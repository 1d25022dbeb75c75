package io.heliograph.console.timeline;

import io.heliograph.console.words.Words;
import io.heliograph.server.control.UtteranceView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an utterance waited for between its last speech and its settled text. Immutable.
 *
 * @param parts one after the other
 * @param totalSec all of them
 */
record WaitParts(List<Part> parts, double totalSec) {

    /** What is waited for. */
    enum Kind {
        SILENCE("deciding that speech has ended"),
        QUEUE("waiting for a worker"),
        DECODE("decoding"),
        DELIVERY("sending");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        String styleName() {
            return "wait-" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One wait. */
    record Part(Kind kind, double seconds) {}

    /** The waits of an utterance; none, if it has no settled text. */
    static WaitParts of(UtteranceView utterance) {
        if (Double.isNaN(utterance.sentSec()) || Double.isNaN(utterance.decidedSec())) {
            return new WaitParts(List.of(), 0);
        }
        List<Part> parts = new ArrayList<>();
        double at = Math.min(utterance.lastSpeechSec(), utterance.decidedSec());
        double begin = at;
        at = add(parts, Kind.SILENCE, at, utterance.decidedSec());
        if (!Double.isNaN(utterance.decodeStartSec())) {
            at = add(parts, Kind.QUEUE, at, utterance.decodeStartSec());
            at = add(parts, Kind.DECODE, at, utterance.decodeEndSec());
        }
        add(parts, Kind.DELIVERY, at, utterance.sentSec());
        return new WaitParts(parts, utterance.sentSec() - begin);
    }

    /** A part up to a moment, if that is not past already; where it ends. */
    private static double add(List<Part> parts, Kind kind, double from, double until) {
        if (Double.isNaN(until) || until <= from) {
            return from;
        }
        parts.add(new Part(kind, until - from));
        return until;
    }

    /** All of it, for those who cannot see the picture. */
    String words() {
        return parts.isEmpty()
                ? "no settled text"
                : parts.stream()
                        .map(part -> part.kind().label() + " " + Words.seconds(part.seconds()))
                        .collect(Collectors.joining(", "));
    }
}
