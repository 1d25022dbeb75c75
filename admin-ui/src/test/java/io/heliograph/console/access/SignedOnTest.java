package io.heliograph.console.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SignedOnTest {
    private static final Instant BEGIN = Instant.parse("2026-11-25T08:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LIFE = Duration.ofHours(10);

    private final SignedOn signedOn = new SignedOn(new Operator("ada", Role.ADMIN, "console ::1"), false, BEGIN);

    private boolean isOver(Duration after) {
        return signedOn.isOver(BEGIN.plus(after), IDLE, LIFE);
    }

    @Test
    void doingNothingForLongerThanAllowedEndsIt() {
        assertFalse(isOver(IDLE));
        assertTrue(isOver(IDLE.plusSeconds(1)));
    }

    @Test
    void doingSomethingPutsTheEndOffButNotForEver() {
        signedOn.seen(BEGIN.plus(Duration.ofMinutes(25)));
        assertFalse(isOver(Duration.ofMinutes(50)));
        signedOn.seen(BEGIN.plus(LIFE));
        assertFalse(isOver(LIFE));
        assertTrue(isOver(LIFE.plusSeconds(1)));
    }
}
