package io.heliograph.server.control;

import io.heliograph.server.error.ErrorCode;

/** What comes of the wish to load a model. */
public sealed interface ModelLoadOutcome {

    /** It is being loaded; the load may already be further on. */
    record Started(ModelLoad load) implements ModelLoadOutcome {}

    /** A model of that id is being loaded already; nothing was done. */
    record Underway(ModelLoad load) implements ModelLoadOutcome {}

    /**
     * Nothing was done.
     *
     * @param code why
     * @param detail the id it is about, if it may be repeated; else empty
     */
    record Refused(ErrorCode code, String detail) implements ModelLoadOutcome {

        /** Why, in words. */
        public String words() {
            return detail.isEmpty() ? code.text() : code.text() + ": " + detail;
        }
    }
}
