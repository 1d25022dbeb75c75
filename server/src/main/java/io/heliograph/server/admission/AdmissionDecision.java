package io.heliograph.server.admission;

import io.heliograph.server.error.ErrorCode;

/** Whether a session got in. */
public sealed interface AdmissionDecision {

    /** It is registered. */
    record Admitted(Session session) implements AdmissionDecision {}

    /**
     * It is not, and nothing was taken.
     *
     * @param detail explains it with numbers and no client text
     * @param isUnavailable whether capacity was lacking although the session limit is not reached: the objectives count it as bad
     */
    record Rejected(ErrorCode errorCode, String detail, boolean isUnavailable) implements AdmissionDecision {

        public Rejected(ErrorCode errorCode, String detail) {
            this(errorCode, detail, false);
        }
    }
}
