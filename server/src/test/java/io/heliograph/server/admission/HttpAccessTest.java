package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.HttpLimits;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.testing.RecordingEvents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Allowlist, trusted proxies and buckets of HTTP clients. */
final class HttpAccessTest {
    private final RecordingEvents events = new RecordingEvents();
    private final FakeTicker ticker = new FakeTicker();

    private HttpAccess access(String allowlist, String... proxies) {
        List<String> entries = allowlist.isEmpty() ? List.of() : List.of(allowlist.split(","));
        return new HttpAccess(entries, new HttpLimits(1, 3, List.of(proxies), List.of()), events, ticker);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 203.0.113.9, true",
        "10.0.0.0/8, 10.200.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.7, 192.0.2.7, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:10.0.0.0/104, 10.3.0.1, true",
        "'oops,10.0.0.0/8', 10.3.0.1, true",
        "'oops,10.0.0.0/33', 10.3.0.1, false",
        "localhost, 127.0.0.1, false",
        "256.0.0.1, 0.0.0.1, false",
        "10.0.0.0/8, unknown, false",
    })
    void theAllowlistLetsIn(String allowlist, String address, boolean allowed) {
        try (HttpAccess access = access(allowlist)) {
            assertEquals(allowed, access.isAllowed(address));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', 127.0.0.1",
        "127.0.0.1, '198.51.100.1, 203.0.113.9', 203.0.113.9",
        "127.0.0.1, '203.0.113.9:4711', 203.0.113.9",
        "127.0.0.1, '[2001:db8::1]:443', 2001:db8:0:0:0:0:0:1",
        "127.0.0.1, '::ffff:203.0.113.9', 203.0.113.9",
        "127.0.0.1, 'forged.example', unknown",
        "127.0.0.1, '203.0.113.9,', unknown",
        "127.0.0.2, '203.0.113.9', 127.0.0.2",
        "::1, '203.0.113.9', 203.0.113.9",
        "nonsense, '203.0.113.9', unknown",
    })
    void onlyTrustedProxiesSpeakForTheirClients(String peer, String forwarded, String client) {
        try (HttpAccess access = access("", "127.0.0.1/32", "::1")) {
            assertEquals(client, access.clientAddress(peer, forwarded.isEmpty() ? List.of() : List.of(forwarded)));
        }
    }

    @Test
    void theLastOfSeveralHeadersCounts() {
        try (HttpAccess access = access("", "localhost")) {
            assertEquals("192.0.2.2", access.clientAddress("127.0.0.1", List.of("192.0.2.1", "192.0.2.2")));
        }
    }

    @Test
    void eachAddressHasItsBucket() {
        try (HttpAccess access = access("")) {
            for (int i = 0; i < 3; i++) {
                assertTrue(access.takeRequest("192.0.2.1"));
            }
            assertFalse(access.takeRequest("192.0.2.1"));
            assertTrue(access.takeRequest("192.0.2.2"));
            ticker.advanceMillis(1_000);
            assertTrue(access.takeRequest("192.0.2.1"));
            assertEquals(
                    List.of(new ServerEvent.RateLimited(ServerEvent.RateScope.HTTP, Hash16.of("192.0.2.1"))),
                    events.all());
        }
    }

    @Test
    void addressesOfOneIpv6NetworkShareABucket() {
        try (HttpAccess access = access("")) {
            for (int i = 0; i < 3; i++) {
                assertTrue(access.takeRequest("2001:db8::" + i));
            }
            assertFalse(access.takeRequest("2001:db8::ffff"));
            assertTrue(access.takeRequest("2001:db8:0:1::1"));
        }
    }

    @Test
    void newLimitsActAtOnce() {
        try (HttpAccess access = access("")) {
            access.apply(new HttpLimits(0, 0, List.of("192.0.2.0/24"), List.of()));
            for (int i = 0; i < 100; i++) {
                assertTrue(access.takeRequest("192.0.2.1"));
            }
            assertEquals("203.0.113.9", access.clientAddress("192.0.2.1", List.of("203.0.113.9")));
        }
    }
}
