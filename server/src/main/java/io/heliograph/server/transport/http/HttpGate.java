package io.heliograph.server.transport.http;

import io.heliograph.server.admission.HttpAccess;
import io.heliograph.server.error.ErrorCode;
import java.util.List;
import java.util.Optional;

/** Who may ask at all: steps 1 and 2 of contract §11.4. Implementations are thread-safe and never wait. */
public interface HttpGate {

    /**
     * The address that stands for the client.
     *
     * @param peerAddress address of the socket's other end
     * @param forwardedFor values of X-Forwarded-For as received, empty without any
     */
    String clientAddress(String peerAddress, List<String> forwardedFor);

    /** Why the client is turned away, or empty; asking takes a token from the client's bucket. */
    Optional<ErrorCode> refusal(String clientAddress);

    /** The gate that access to the server's HTTP makes. */
    static HttpGate of(HttpAccess access) {
        return new HttpGate() {
            @Override
            public String clientAddress(String peerAddress, List<String> forwardedFor) {
                return access.clientAddress(peerAddress, forwardedFor);
            }

            @Override
            public Optional<ErrorCode> refusal(String clientAddress) {
                if (!access.isAllowed(clientAddress)) {
                    return Optional.of(ErrorCode.HTTP_IP_FORBIDDEN);
                }
                return access.takeRequest(clientAddress) ? Optional.empty() : Optional.of(ErrorCode.HTTP_RATE_LIMITED);
            }
        };
    }
}
