package io.heliograph.server.transport.helidon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A flood of frames for streams that are over gets one answer for each stream, and fills no memory. */
final class EndedByClientTest {
    private final EndedByClient ended = new EndedByClient();

    @Test
    void eachStreamIsToldOfOnce() {
        ended.add(1);
        assertTrue(ended.tells(1));
        assertFalse(ended.tells(1));
        assertFalse(ended.tells(3));
    }

    @Test
    void onlyTheLatestAreRemembered() {
        for (int i = 0; i <= EndedByClient.REMEMBERED; i++) {
            ended.add(1 + 2 * i);
        }
        assertFalse(ended.tells(1));
        assertTrue(ended.tells(3));
        assertTrue(ended.tells(1 + 2 * EndedByClient.REMEMBERED));
    }
}
