package io.heliograph.server.transport.grpc;

import static java.lang.System.Logger.Level.ERROR;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.SessionResponse;
import io.heliograph.server.admission.AdmissionController;
import io.heliograph.server.admission.AdmissionDecision;
import io.heliograph.server.admission.AuthHeaders;
import io.heliograph.server.admission.PeerAddress;
import io.heliograph.server.error.ErrorCode;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One CreateSession call. gRPC calls it on one thread at a time. */
final class CreateSessionCall extends ServerCall.Listener<Parsed<SessionRequest>> {
    private static final System.Logger LOGGER = System.getLogger(CreateSessionCall.class.getName());

    private final ServerCall<Parsed<SessionRequest>, SessionResponse> call;
    private final AdmissionController admission;
    private final AuthHeaders authHeaders;
    private final CallTracer tracer = CallTracer.current();
    private @Nullable Parsed<SessionRequest> request;
    private boolean closed;

    CreateSessionCall(
            ServerCall<Parsed<SessionRequest>, SessionResponse> call,
            AdmissionController admission,
            AuthHeaders authHeaders) {
        this.call = call;
        this.admission = admission;
        this.authHeaders = authHeaders;
        call.request(2);
    }

    @Override
    public void onMessage(Parsed<SessionRequest> message) {
        if (request != null) {
            close(Status.INVALID_ARGUMENT.withDescription("more than one request"));
        }
        request = message;
    }

    @Override
    public void onHalfClose() {
        tracer.requestRead();
        Parsed<SessionRequest> parsed = request;
        if (closed) {
            return;
        }
        if (parsed == null) {
            close(Status.INVALID_ARGUMENT.withDescription("no request"));
            return;
        }
        SessionRequest message = parsed.message();
        if (message == null) {
            Status status = parsed.isTooLarge() ? Status.RESOURCE_EXHAUSTED : Status.INVALID_ARGUMENT;
            close(status.withDescription(parsed.problem()));
            return;
        }
        try {
            decide(message);
        } catch (RuntimeException e) {
            LOGGER.log(ERROR, "CreateSession failed unexpectedly", e);
            refuse(ErrorCode.CREATE_SESSION_UNEXPECTED, "");
        }
    }

    private void decide(SessionRequest message) {
        String address = peerAddress(call);
        tracer.client(ClientHash.of(message.getAttributesMap(), address));
        tracer.session(message.getSessionId().strip());
        switch (admission.create(SessionMessages.draft(message), address, authHeaders)) {
            case AdmissionDecision.Admitted admitted -> {
                call.sendHeaders(new Metadata());
                call.sendMessage(SessionMessages.response(admitted.session()));
                tracer.handedOver();
                close(Status.OK);
            }
            case AdmissionDecision.Rejected rejected -> {
                if (rejected.isUnavailable()) {
                    tracer.unavailable();
                }
                refuse(rejected.errorCode(), rejected.detail());
            }
        }
    }

    private void refuse(ErrorCode code, String detail) {
        tracer.failed(code);
        tracer.handedOver();
        close(Statuses.of(code, detail));
    }

    private void close(Status status) {
        if (!closed) {
            closed = true;
            call.close(status, new Metadata());
        }
    }

    /** The transport's peer as limits see it, empty if it has no address. */
    static String peerAddress(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress socket
                        && !socket.isUnresolved()
                ? PeerAddress.forLimits(socket.getAddress())
                : "";
    }
}
