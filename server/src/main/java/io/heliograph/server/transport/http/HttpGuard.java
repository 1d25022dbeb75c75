package io.heliograph.server.transport.http;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.Hash16;
import java.util.Optional;

/** Turns callers away, with one log line each (contract §11.4, §16.3). Thread-safe. */
final class HttpGuard {
    private static final System.Logger LOGGER = System.getLogger(HttpGuard.class.getName());

    private final HttpGate gate;
    private final ObservabilityToken token;

    HttpGuard(HttpGate gate, ObservabilityToken token) {
        this.gate = gate;
        this.token = token;
    }

    /** The answer for a caller that the gate does not let in, or empty. */
    Optional<HttpAnswer> refusal(HttpCall call) {
        return gate.refusal(address(call)).map(code -> refuse(call, code));
    }

    /** Lets only calls with the observability token through to the endpoint, if a token is set. */
    HttpEndpoint requiringToken(HttpEndpoint endpoint) {
        return call -> token.isSet() && !token.isPresentedBy(call)
                ? refuse(call, ErrorCode.OBS_UNAUTHORIZED)
                : endpoint.answer(call);
    }

    /** The refusal, logged. */
    HttpAnswer refuse(HttpCall call, ErrorCode code) {
        return refuse(call, code, "");
    }

    /** The same with what it is about. */
    HttpAnswer refuse(HttpCall call, ErrorCode code, String detail) {
        if (LOGGER.isLoggable(WARNING)) {
            LOGGER.log(
                    WARNING,
                    code.code() + " status=" + code.httpStatus() + " method=http session_id=- client="
                            + Hash16.of(address(call)));
        }
        return HttpAnswer.error(code, detail);
    }

    /** The address that stands for the caller. */
    String address(HttpCall call) {
        return gate.clientAddress(call.peerAddress(), call.forwardedFor());
    }
}
