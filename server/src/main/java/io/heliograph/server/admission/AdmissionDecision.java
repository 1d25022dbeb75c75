package io.heliograph.server.admission;

import io.heliograph.server.error.ErrorCode;

/** Whether a session got in. */
public sealed interface AdmissionDecision {

    /** It is registered. */
    record Admitted(Session session) implements AdmissionDecision {}

    /** It is not, and nothing was taken. The detail explains it with numbers and no client text. */
    record Rejected(ErrorCode errorCode, String detail) implements AdmissionDecision {}
}
