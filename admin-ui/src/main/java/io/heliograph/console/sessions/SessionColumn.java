package io.heliograph.console.sessions;

import io.heliograph.console.words.Words;
import io.heliograph.server.control.SessionView;
import java.util.Comparator;
import java.util.function.Function;

/** What the grid shows of a session, and how it sorts by it. */
enum SessionColumn {
    AGE("Age", true, session -> Words.span(session.ageSeconds()), Comparator.comparingDouble(SessionView::ageSeconds)),
    AUDIO(
            "Audio",
            true,
            session -> Words.span(session.audioSeconds()),
            Comparator.comparingDouble(SessionView::audioSeconds)),
    LAG(
            "Lag",
            true,
            session -> Words.seconds(session.lagSec()),
            Comparator.comparingDouble(session -> Double.isNaN(session.lagSec()) ? -1 : session.lagSec())),
    PARTIALS(
            "Partials",
            true,
            session -> Long.toString(session.partials()),
            Comparator.comparingLong(SessionView::partials)),
    FINALS("Finals", true, session -> Long.toString(session.finals()), Comparator.comparingLong(SessionView::finals)),
    BUFFER(
            "Buffer",
            true,
            session -> Words.bytes(session.bufferBytes()),
            Comparator.comparingLong(SessionView::bufferBytes)),
    PENDING(
            "Pending",
            true,
            session -> Integer.toString(session.pendingDecodes()),
            Comparator.comparingInt(SessionView::pendingDecodes)),
    DECODE(
            "Decode share",
            true,
            session -> Words.percent(session.decodeShare(), 1),
            Comparator.comparingDouble(SessionView::decodeShare)),
    MODEL("Model", false, SessionView::modelId, Comparator.comparing(SessionView::modelId)),
    LANGUAGE(
            "Language",
            false,
            session -> session.languageCode().isEmpty() ? "detected" : session.languageCode(),
            Comparator.comparing(SessionView::languageCode)),
    CLIENT("Client", false, SessionView::clientHash, Comparator.comparing(SessionView::clientHash));

    private final String label;
    private final boolean isNumber;

    @SuppressWarnings("ImmutableEnumChecker") // pure functions
    private final Function<SessionView, String> words;

    @SuppressWarnings("ImmutableEnumChecker") // pure functions
    private final Comparator<SessionView> order;

    SessionColumn(String label, boolean isNumber, Function<SessionView, String> words, Comparator<SessionView> order) {
        this.label = label;
        this.isNumber = isNumber;
        this.words = words;
        this.order = order;
    }

    String label() {
        return label;
    }

    /** Whether it stands at the right. */
    boolean isNumber() {
        return isNumber;
    }

    /** Wide enough for its words: they are not measured, because they grow. */
    String width() {
        return switch (this) {
            case AGE, AUDIO -> "7.5rem";
            case DECODE -> "8.5rem";
            case MODEL, CLIENT -> "11.5rem";
            default -> "6.5rem";
        };
    }

    String words(SessionView session) {
        return words.apply(session);
    }

    Comparator<SessionView> order() {
        return order;
    }
}
