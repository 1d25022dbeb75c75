package io.heliograph.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.admission.MeasuredRoom;
import io.heliograph.server.limits.Limits;
import org.junit.jupiter.api.Test;

/** For how many sessions there is room on two workers of which 85 % may be used. */
final class HeadroomTest {
    private static final int WORKERS = 2;
    private static final long SECOND = 1_000_000_000L;

    private final Headroom headroom = new Headroom();
    private Pressure pressure = Pressure.NONE;
    private long seconds = 7;
    private double busySeconds;

    /** Some seconds with so many sessions that keep so many workers busy. */
    private MeasuredRoom spend(int duration, int sessions, double busyWorkers) {
        MeasuredRoom room = measure(WORKERS, sessions);
        for (int i = 0; i < duration; i++) {
            seconds++;
            busySeconds += busyWorkers;
            room = measure(WORKERS, sessions);
        }
        return room;
    }

    private MeasuredRoom measure(int workers, int sessions) {
        return headroom.measure(
                new Headroom.Sample(seconds * SECOND, Math.round(busySeconds * SECOND), workers, sessions),
                pressure,
                0.85,
                Limits.defaults().overload());
    }

    @Test
    void beforeAnythingIsMeasuredThereIsRoomForOneSessionPerWorker() {
        assertEquals(2, measure(WORKERS, 0).sessions());
        assertEquals(2, spend(60, 0, 0).sessions());
    }

    @Test
    void whatTheSessionsCostSaysHowManyOfTheirKindFillTheWorkers() {
        // Ten take half of the time of two workers, so seventeen take 85 %.
        assertEquals(17, spend(10, 10, 1).sessions());
        assertEquals(
                "10.0 sessions kept the workers busy for 50 %, finals are 0.0 s late, memory is 0 % full",
                measure(WORKERS, 10).because());
    }

    @Test
    void moreThanThereIsRoomForThrowsNobodyOutButLetsNobodyIn() {
        assertEquals(17, spend(10, 20, 1.9).sessions(), "twenty are there");
    }

    @Test
    void whatCostsNothingIsNotBelievedForMoreThanTwiceAsMany() {
        assertEquals(2 * 10 + WORKERS, spend(30, 10, 0).sessions());
        assertEquals(2 * 10 + WORKERS, spend(30, 10, 0.001).sessions());
    }

    @Test
    void oldTimesAreForgottenAfterTenSeconds() {
        spend(60, 10, 0.1);
        assertEquals(17, spend(11, 10, 1).sessions());
    }

    @Test
    void aCrowdThatHasNotSpokenYetIsCountedAsCostlyAsTheOthers() {
        int before = spend(10, 10, 1).sessions();
        // Seven more came a moment ago and cost nothing yet: the mean hardly moved, the room neither.
        seconds++;
        busySeconds += 1;
        int after = measure(WORKERS, 17).sessions();
        assertTrue(after >= before && after <= before + 1, before + " then " + after);
    }

    @Test
    void thereIsRoomForOneSessionPerWorkerWhileFinalsAreLateOrMemoryIsShort() {
        spend(10, 10, 1);
        pressure = new Pressure(0, 0.5, 0);
        assertEquals(WORKERS, measure(WORKERS, 10).sessions());
        assertTrue(measure(WORKERS, 10).because().contains("finals are 1.0 s late"));
        pressure = new Pressure(0.85, 0, 0);
        assertEquals(WORKERS, measure(WORKERS, 10).sessions());
        pressure = new Pressure(0.84, 0.49, 0);
        assertEquals(17, measure(WORKERS, 10).sessions());
    }

    @Test
    void thereIsNoRoomWithoutAWorker() {
        assertEquals(0, measure(0, 0).sessions());
    }
}
