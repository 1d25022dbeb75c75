package io.heliograph.server.transport.grpc;

import io.grpc.Metadata;
import io.heliograph.server.admission.AuthHeaders;
import java.util.List;
import java.util.stream.Stream;

/** Which metadata prove who calls, by their names in the order in which they count (contract §2.4). Pure. */
final class AuthMetadata {
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final List<Metadata.Key<String>> TIMESTAMPS = keys("x-stt-auth-ts", "x-auth-ts", "x-auth-timestamp");
    private static final List<Metadata.Key<String>> SIGNATURES = keys("x-stt-auth", "x-auth-sig", "x-auth-signature");

    private AuthMetadata() {}

    static AuthHeaders of(Metadata headers) {
        return new AuthHeaders(
                first(List.of(AUTHORIZATION), headers), first(TIMESTAMPS, headers), first(SIGNATURES, headers));
    }

    private static String first(List<Metadata.Key<String>> keys, Metadata headers) {
        return keys.stream()
                .map(headers::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst()
                .orElse("");
    }

    private static List<Metadata.Key<String>> keys(String... names) {
        return Stream.of(names).map(AuthMetadata::key).toList();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
