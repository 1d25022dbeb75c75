package io.heliograph.server.decode.moonshine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RepetitionTest {

    private static int[] repeat(int rounds, int... phrase) {
        return IntStream.range(0, rounds * phrase.length)
                .map(i -> phrase[i % phrase.length])
                .toArray();
    }

    @Test
    void whatPeopleSayIsKept() {
        assertEquals(0, Repetition.keep(new int[0]));
        assertEquals(5, Repetition.keep(new int[] {1, 2, 3, 4, 5}));
        assertEquals(4, Repetition.keep(repeat(4, 7)), "no, no, no, no");
        assertEquals(9, Repetition.keep(repeat(3, 1, 2, 3)));
    }

    @Test
    void circlesAreCutToOneRound() {
        assertEquals(1, Repetition.keep(repeat(8, 7)));
        assertEquals(2, Repetition.keep(repeat(6, 1, 2)));
        assertEquals(3, Repetition.keep(repeat(4, 1, 2, 3)));
    }

    @Test
    void whatCameBeforeTheCircleIsKept() {
        int[] tokens = IntStream.concat(IntStream.of(9, 8), IntStream.of(repeat(5, 1, 2, 3, 4)))
                .toArray();
        assertEquals(6, Repetition.keep(tokens));
    }
}
