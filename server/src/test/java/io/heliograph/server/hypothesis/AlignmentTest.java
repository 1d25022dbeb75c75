package io.heliograph.server.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {

    @ParameterizedTest(name = "[{0}] in [{1}]")
    @CsvSource({
        "'', a b, 0",
        "'', '', 0",
        "a b, '', 0",
        "a b, a b c, 2",
        "a b, A. B! c, 2",
        "a b, x a b c, 3",
        "a b c, a c d, 2",
        "a b c, a b, 2",
        "i scream, ice cream for ice cream, 2",
        "a b, x y, 2",
        "a b c, x, 1",
        "a a, a, 1",
        "a, b a, 1",
        "a b c d, b c d e, 3",
    })
    void endsWhereTheCommittedWordsEnd(String committed, String decoded, int end) {
        assertEquals(end, Alignment.align(Tokens.split(committed), Tokens.split(decoded)));
    }

    @Test
    void prefersTheNearestLengthThenTheShorter() {
        // Distance 1 at the lengths 1 (one dropped), 2 (one replaced) and 3 (one added): 2 is nearest.
        assertEquals(2, Alignment.align(Tokens.split("a b"), Tokens.split("a x b")));
        // Distance 1 at the lengths 1 (one dropped) and 3 (one added), 2 at length 2: both are as near, 1 is shorter.
        assertEquals(1, Alignment.align(Tokens.split("a b"), Tokens.split("b a b")));
    }

    @Property(tries = 2000)
    void findsWhatTheFullTableFinds(@ForAll("words") List<String> committed, @ForAll("words") List<String> decoded) {
        List<Token> from = Tokens.ofSegments(committed);
        List<Token> to = Tokens.ofSegments(decoded);

        assertEquals(NaiveTranscript.align(from, to), Alignment.align(from, to));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void staysCheapWhereALongUtteranceIsRevisedAtItsStart() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            words.add("w" + i % 1000);
        }
        List<Token> committed = Tokens.ofSegments(words);
        words.set(0, "revised");
        words.add("more");
        List<Token> decoded = Tokens.ofSegments(words);

        assertEquals(100_000, Alignment.align(committed, decoded));
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("a", "b", "c", "A", "b.", "你", "!").list().ofMaxSize(14);
    }
}
