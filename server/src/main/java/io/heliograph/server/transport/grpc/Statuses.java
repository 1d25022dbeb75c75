package io.heliograph.server.transport.grpc;

import io.grpc.Status;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.error.SttException;

/** Our vocabulary of failure as gRPC statuses: the only place that knows both. Pure. */
final class Statuses {
    private Statuses() {}

    /** The status of a code, with its message. */
    static Status of(ErrorCode code, String detail) {
        return of(code.status()).withDescription(SttException.message(code, detail));
    }

    /** The bare status. */
    static Status of(StatusName name) {
        return Status.Code.valueOf(name.name()).toStatus();
    }
}
