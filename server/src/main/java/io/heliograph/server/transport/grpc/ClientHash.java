package io.heliograph.server.transport.grpc;

import io.heliograph.server.telemetry.Hash16;
import java.util.Map;

/** What logs may say of a client: hash16 of its API key, else of its address. Pure. */
final class ClientHash {
    private ClientHash() {}

    static String of(Map<String, String> attributes, String address) {
        String key = attributes
                .getOrDefault("api_key", attributes.getOrDefault("api-key", ""))
                .strip();
        return Hash16.of(!key.isEmpty() ? key : !address.isEmpty() ? address : "anonymous");
    }
}
