package io.heliograph.server.transport.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Metadata;
import io.heliograph.server.admission.AuthHeaders;
import org.junit.jupiter.api.Test;

final class AuthMetadataTest {

    private static AuthHeaders of(String... namesAndValues) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            metadata.put(Metadata.Key.of(namesAndValues[i], Metadata.ASCII_STRING_MARSHALLER), namesAndValues[i + 1]);
        }
        return AuthMetadata.of(metadata);
    }

    @Test
    void theFirstNameThatHasAValueCounts() {
        assertEquals(
                new AuthHeaders("Bearer x", "1", "a"),
                of(
                        "x-auth-signature", "c",
                        "x-auth-sig", "b",
                        "x-stt-auth", "a",
                        "x-auth-timestamp", "3",
                        "x-auth-ts", "2",
                        "x-stt-auth-ts", "1",
                        "authorization", "Bearer x"));
        assertEquals(
                new AuthHeaders("", "2", "b"),
                of("x-stt-auth", "", "x-auth-sig", "b", "x-auth-signature", "c", "x-auth-ts", "2"));
        assertEquals(new AuthHeaders("", "3", "c"), of("x-auth-timestamp", " 3 ", "x-auth-signature", "c"));
    }

    @Test
    void withoutAnyThereIsNoProof() {
        assertEquals(AuthHeaders.NONE, of("session-id", "s"));
    }
}
