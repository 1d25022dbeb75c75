package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "::ffff:192.0.2.7, 192.0.2.7",
        "::1, 0:0:0:0:0:0:0:1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:2:ffff::, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0"
    })
    void addressesAreCanonicalAndMasked(String address, String canonical) throws UnknownHostException {
        assertEquals(canonical, PeerAddress.forLimits(InetAddress.getByName(address)));
    }

    @Test
    void aScopeIsDropped() throws UnknownHostException {
        byte[] linkLocal = InetAddress.getByName("fe80::7").getAddress();
        assertEquals("fe80:0:0:0:0:0:0:0", PeerAddress.forLimits(Inet6Address.getByAddress("", linkLocal, 3)));
    }
}
