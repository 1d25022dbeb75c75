package io.heliograph.server.transport.http;

import io.heliograph.server.error.ErrorCode;

/** A request that is well formed and answered with a code of the contract; nothing was done. Immutable. */
final class AdminRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;

    /** @param detail what it is about, if that may be said; else empty */
    AdminRefusedException(ErrorCode code, String detail) {
        super(code.code());
        this.code = code;
        this.detail = detail;
    }

    ErrorCode code() {
        return code;
    }

    String detail() {
        return detail;
    }
}
