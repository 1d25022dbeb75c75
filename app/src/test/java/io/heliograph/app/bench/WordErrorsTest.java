package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "a b c, a b c, 0, 3",
        "a b c, a x c, 1, 3",
        "a b c, a c, 1, 3",
        "a b c, a b b c, 1, 3",
        "a b c, '', 3, 3",
        "'', a b, 2, 0",
        "'Well, it''s TWENTY-one!', well its twenty one, 0, 4",
        "at 4 2, at four two, 0, 3",
        "a b c d, b c d e, 2, 4"
    })
    void countsTheCheapestAlignment(String reference, String hypothesis, int errors, int words) {
        assertEquals(new WordErrors(errors, words), WordErrors.of(reference, hypothesis));
    }

    @ParameterizedTest
    @CsvSource({"a b c d, a b, 0, 2", "a b c d, a x c, 1, 3", "a b c d, b c, 1, 2", "a b, a b c, 1, 3", "a b, '', 0, 0"
    })
    void whatWasSaidSoFarIsComparedWithTheBeginningThatFitsBest(
            String reference, String hypothesis, int errors, int words) {
        assertEquals(new WordErrors(errors, words), WordErrors.ofBeginning(reference, hypothesis));
    }

    @Test
    void sumsAndRates() {
        WordErrors sum = WordErrors.none().plus(new WordErrors(1, 4)).plus(new WordErrors(2, 4));
        assertEquals(new WordErrors(3, 8), sum);
        assertEquals(37.5, sum.percent());
        assertEquals(0, WordErrors.none().percent());
        assertEquals(List.of("four", "two", "x"), WordErrors.words(" 42x "));
    }
}
