package io.heliograph.server.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    @Test
    void splitsWordsAtWhiteSpace() {
        assertEquals(List.of("hello", "big", "world"), texts(" hello \t big\n\nworld  "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00A0", "\u3000 \u2007", "\u0085"})
    void findsNothingInBlanks(String blank) {
        assertEquals(List.of(), Tokens.split(blank));
    }

    @ParameterizedTest(name = "U+{0}")
    @CsvSource({"0020", "0009", "000A", "001C", "0085", "00A0", "1680", "2003", "2007", "2028", "202F", "205F", "3000"})
    void takesEverySpaceForWhiteSpaceNoBreakSpacesToo(String hex) {
        String space = Character.toString(Integer.parseInt(hex, 16));

        assertEquals(List.of("a", "b"), texts("a" + space + "b"));
        assertEquals("a b", Tokens.text(Tokens.split(space + "a" + space + space + "b" + space)));
    }

    @Test
    void makesEachCodePointOfAnUnspacedScriptAToken() {
        assertEquals(List.of("你", "好", "世", "界", "。"), texts("你好世界。"));
        assertEquals(List.of("ひ", "カ", "漢"), texts("ひカ漢"));
        assertEquals(List.of("ก", "ี", "ລ", "ក", "မ", "བ"), texts("กีລកမབ"));
        assertEquals(List.of("，", "！", "「", "」"), texts("，！「」"));
    }

    @Test
    void keepsCodePointsBeyondTheFirstPlaneWhole() {
        assertEquals(List.of("𠮷", "野", "😀!"), texts("𠮷野😀!"));
    }

    @Test
    void takesTheSignsOfTheKanaForUnspaced() {
        assertEquals(List.of("コ", "ー", "ヒ", "ー", "・", "ｶ", "ｰ"), texts("コーヒー・ｶｰ"));
    }

    @Test
    void fullWidthLettersAndDigitsFormWords() {
        assertEquals(List.of("ＡＢ１２", "（"), texts("ＡＢ１２（"));
    }

    @Test
    void hangulFormsWordsAtBlanks() {
        assertEquals(List.of("안녕하세요", "반갑습니다."), texts("안녕하세요 반갑습니다."));
    }

    @Test
    void splitsMixedTextWithoutInventingBlanks() {
        List<Token> tokens = Tokens.split("in 2024年 of K-pop好!");

        assertEquals(
                List.of("in", "2024", "年", "of", "K-pop", "好", "!"),
                tokens.stream().map(Token::text).toList());
        assertEquals("in 2024年 of K-pop好!", Tokens.text(tokens));
    }

    @Test
    void leavesMarksOnWhatTheyFollow() {
        assertEquals(List.of("cafe\u0301"), texts("cafe\u0301"));
        assertEquals(List.of("か\u3099", "き"), texts("か\u3099き"));
        assertEquals(List.of("葛\uDB40\uDD00", "城"), texts("葛\uDB40\uDD00城"));
        assertEquals(List.of("👩\u200D🚀"), texts("👩\u200D🚀"));
    }

    @Test
    void survivesALoneSurrogateAndALoneMark() {
        assertEquals(List.of("a\uD800", "b"), texts("a\uD800 b"));
        assertEquals(List.of("\u0301", "b"), texts(" \u0301 b"));
    }

    @Test
    void joinsTrimmedNonBlankSegments() {
        assertEquals(
                "one two 你好 three",
                Tokens.text(Tokens.ofSegments(List.of(" one ", "", " two", "\u00A0", "你", "好 ", "three"))));
    }

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource({
        "'', '', ''",
        "a, '', a",
        "'', b, b",
        "a, b, a b",
        "你, 好, 你好",
        "你好。, 今天, 你好。今天",
        "a, 好, a 好",
        "你, b, 你 b",
        "𠮷, 𠮷, 𠮷𠮷",
        "か\u3099, き, か\u3099き",
        "e\u0301, き, e\u0301 き",
        "你, '!', 你 !",
    })
    void putsABlankIntoASeamUnlessBothSidesAreUnspaced(String left, String right, String joined) {
        assertEquals(joined, Tokens.join(left, right));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "Hello, hello",
        "STRASSE, straße",
        "word., word",
        "«mot», mot",
        "ΣΑΣ, σας",
        "don't, DON'T",
        "。, ?",
        "'\"So,\"', so"
    })
    void theSameWordWhateverItsCaseAndOuterPunctuation(String left, String right) {
        assertTrue(Token.of(left, false).sameWord(Token.of(right, true)));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"dont, don't", "a, b", "c, c++", "5, $5", "e\u0301, e"})
    void anotherWordIfMoreThanCaseAndOuterPunctuationDiffers(String left, String right) {
        assertFalse(Token.of(left, false).sameWord(Token.of(right, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"done.", "then,", "what?", "no!", "well…", "你", "。", "か\u3099"})
    void wordsThatCannotGrowAreWhole(String text) {
        assertTrue(Token.of(text, false).isWhole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wor", "안녕", "first:", "said\"", "U.S", "e\u0301"})
    void wordsThatMayGrowAreNotWhole(String text) {
        assertFalse(Token.of(text, false).isWhole());
    }

    private static List<String> texts(String text) {
        return Tokens.split(text).stream().map(Token::text).toList();
    }
}
