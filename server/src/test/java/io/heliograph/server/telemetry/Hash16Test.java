package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Hash16Test {

    @ParameterizedTest
    @CsvSource({
        "session:abc, a29d803b477eb420",
        "ip:127.0.0.1, 508cc0fe26185d71",
        "127.0.0.1, 12ca17b49af22894",
        "api:k-1, f2a60a378c7aad2f",
        "k-1, 7c35c5a1785d2070",
        "anonymous, 2f183a4e64493af3",
        "unknown, b23a6a8439c0dde5",
        "세션, e600d4f5926e73d4"
    })
    void matchesTheVectorsOfTheContract(String text, String hash) {
        assertEquals(hash, Hash16.of(text));
    }
}
