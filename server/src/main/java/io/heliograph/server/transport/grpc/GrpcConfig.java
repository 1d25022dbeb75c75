package io.heliograph.server.transport.grpc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The gRPC listener. Immutable.
 *
 * @param host address to bind; empty = all addresses, IPv6 where the machine has it
 * @param port 0 = any free one
 * @param maxReceiveBytes largest message taken, inflated
 * @param certificate PEM chain; empty = plaintext
 * @param key PEM key, present with the certificate
 * @param clientCa PEM authorities; if present, clients need a certificate of one of them
 * @param bounds what peers may take of it
 */
public record GrpcConfig(
        String host,
        int port,
        int maxReceiveBytes,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> clientCa,
        GrpcBounds bounds) {

    public GrpcConfig {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("TLS needs both a certificate and a key");
        }
    }
}
