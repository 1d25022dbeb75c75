package io.heliograph.server.control;

import java.time.Instant;

/**
 * Something an operator should know, in words. Immutable.
 *
 * @param severity how bad
 * @param text one line, with the numbers
 * @param since when it was first seen, in this process
 */
public record Problem(Severity severity, String text, Instant since) {

    /** How bad, worst first. */
    public enum Severity {
        /** Clients or promises suffer now. */
        ERROR("error"),
        /** It may come to that, or something does not work that nobody feels yet. */
        WARNING("warning"),
        /** Somebody wants it so. */
        NOTICE("notice");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /** The severity in a word. */
        public String label() {
            return label;
        }
    }
}
