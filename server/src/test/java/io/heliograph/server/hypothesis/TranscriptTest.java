package io.heliograph.server.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
    private Transcript transcript = new Transcript(Transcript.MAX_COMMITTED_BYTES);

    /** The worked examples of the contract. */
    @Nested
    class Steps {

        @Test
        void commitsWhatTwoPartialsAgreeOn() {
            partial("hello wor", "", "hello wor");
            partial("hello world again", "hello", "world again");
            partial("hello world again please", "hello world", "again please");
            settled("hello world again please", "hello world again please");
        }

        @Test
        void startsAnewWithEachUtterance() {
            settled("one two", "one two");
            partial("three", "one two", "three");
            partial("three four", "one two", "three four");
            settled("three four", "one two three four");
        }

        @Test
        void keepsRepeatedUtterances() {
            settled("yes", "yes");
            settled("yes", "yes yes");
        }

        @Test
        void commitsUnspacedScriptsByCodePoint() {
            partial("你好世界。", "", "你好世界。");
            partial("你好世界。今天", "你好世界。", "今天");
            settled("你好世界。今天很好", "你好世界。今天很好");
            settled("谢谢", "你好世界。今天很好谢谢");
        }

        @Test
        void waitsForAHangulWordToEnd() {
            partial("안녕하세", "", "안녕하세");
            partial("안녕하세요", "", "안녕하세요");
            partial("안녕하세요 반갑", "", "안녕하세요 반갑");
            partial("안녕하세요 반갑습니다", "안녕하세요", "반갑습니다");
        }

        @Test
        void keepsWhatItCommittedWhenTheEngineChangesItsMind() {
            partial("I scream", "", "I scream");
            partial("I scream for", "I", "scream for");
            partial("I scream for ice", "I scream", "for ice");
            partial("ice cream for ice cream", "I scream", "for ice cream");
            settled("Ice cream for ice cream.", "I scream for ice cream.");
        }
    }

    @Nested
    class Partials {

        @Test
        void aLastWordIsCommittedOnceItsPunctuationClosesIt() {
            partial("it is done.", "", "it is done.");
            partial("it is done.", "it is done.", "");
        }

        @Test
        void aLastWordThatOnlyTheNewOneEndsWithStaysOpen() {
            partial("it is done now", "", "it is done now");
            partial("it is done", "it is", "done");
        }

        @Test
        void aWordThatChangesItsCaseIsNotAgreedOn() {
            partial("so it is", "", "so it is");
            partial("So it is good", "", "So it is good");
        }

        @Test
        void withoutTextNothingIsSentAndNothingForgotten() {
            partial("one two", "", "one two");
            assertEquals(Optional.empty(), transcript.partial(List.of(), false));
            assertEquals(Optional.empty(), transcript.partial(List.of("", "  ", "\u00A0"), false));
            partial("one two three", "one", "two three");
        }

        @Test
        void segmentsAreTrimmedAndJoined() {
            assertEquals(
                    Optional.of(new CommittedPair("", "one two 你好")),
                    transcript.partial(List.of(" one", " two ", "", "你", "好"), false));
        }

        @Test
        void aShorterDecodeThanWhatIsCommittedShowsNothingUnstable() {
            partial("one two three four", "", "one two three four");
            partial("one two three four five", "one two three", "four five");
            partial("one two", "one two three", "");
            partial("one two three six", "one two three", "six");
        }

        @Test
        void anInsertionBeforeWhatIsCommittedIsNotRepeated() {
            partial("two three four", "", "two three four");
            partial("two three four five", "two three", "four five");
            partial("one two three four five", "two three", "four five");
            settled("One two three four five.", "two three four five.");
        }
    }

    @Nested
    class Windows {

        @Test
        void aWindowIsPutBehindWhatIsKnown() {
            partial("a b c d", "", "a b c d");
            partial("a b c d e", "a b c", "d e");
            windowed("c d e f", "a b c d", "e f");
            windowed("d e f g", "a b c d e", "f g");
            settled("a b c d e f g", "a b c d e f g");
        }

        @Test
        void aWindowThatFitsNowhereIsShownButCommitsNothing() {
            partial("a b c", "", "a b c");
            partial("a b c d", "a b", "c d");
            windowed("x y z", "a b", "x y z");
            windowed("x y z w", "a b x y", "z w");
        }

        @Test
        void aGuessCommitsNothingEvenIfItRepeatsThePreviousPartial() {
            partial("one. two", "", "one. two");
            windowed("one.", "", "one.");
            windowed("one.", "", "one.");
        }

        @Test
        void theFirstPartialOfAnUtteranceMayBeAWindow() {
            settled("before", "before");
            windowed("a b c", "before", "a b c");
            windowed("b c d", "before a b", "c d");
        }
    }

    @Nested
    class Settled {

        @Test
        void withoutTextWhatPartialsCommittedStays() {
            partial("one two three", "", "one two three");
            partial("one two three four", "one two", "three four");
            assertEquals(Optional.empty(), transcript.settled(List.of(" ")));
            assertEquals(new CommittedPair("one two", ""), transcript.settledPair());
            partial("one two", "one two", "one two");
            settled("one two", "one two one two");
        }

        @Test
        void forgetsThePreviousPartial() {
            partial("one two three", "", "one two three");
            settled("one two", "one two");
            partial("one two three", "one two", "one two three");
        }

        @Test
        void thePairAsItStandsIsEmptyAtFirstAndNeverShrinksWhatWasSent() {
            assertEquals(new CommittedPair("", ""), transcript.settledPair());
            partial("one two", "", "one two");
            partial("one two three", "one", "two three");
            assertEquals(new CommittedPair("one", ""), transcript.settledPair());
        }
    }

    @Nested
    class Bound {

        @Test
        void growsToItsBoundAndNotOneByteBeyond() {
            transcript = new Transcript(7);
            settled("one two", "one two");
            assertFalse(transcript.isFull());

            settled("a", "one two");
            assertTrue(transcript.isFull());
        }

        @Test
        void countsBytesNotCharacters() {
            transcript = new Transcript(3 + 1 + 2 + 1 + 4);
            settled("你 é 😀", "你 é 😀");
            assertFalse(transcript.isFull());

            transcript = new Transcript(3 + 1 + 2 + 1 + 3);
            settled("你 é 😀", "你 é");
            assertTrue(transcript.isFull());
        }

        @Test
        void stopsForGoodSoThatNothingIsLeftOutInBetween() {
            transcript = new Transcript(8);
            settled("one enormous two", "one");
            settled("two", "one");
            assertTrue(transcript.isFull());
        }

        @Test
        void theOpenUtteranceIsStillShownWhole() {
            transcript = new Transcript(5);
            partial("one two three", "", "one two three");
            partial("one two three four", "one", "two three four");
            partial("one two three four five", "one", "two three four five");
            settled("one two three four five", "one");
            partial("six seven", "one", "six seven");
            partial("six seven eight", "one", "six seven eight");
        }

        @ParameterizedTest(name = "{0} to {1}")
        @CsvSource({
            "0, 1048576",
            "-1, 1048576",
            "4194304, 1048576",
            "4194308, 1048576",
            "8388608, 1048576",
            "400, 100",
            "3, 0"
        })
        void isAQuarterOfTheSendLimitAndAMebibyteAtMost(long sendLimit, long bound) {
            assertEquals(bound, Transcript.committedBound(sendLimit));
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, Long.MIN_VALUE})
        void refusesANegativeBound(long bound) {
            assertEquals(
                    "maxCommittedBytes must be at least 0, not " + bound,
                    assertThrows(IllegalArgumentException.class, () -> new Transcript(bound))
                            .getMessage());
        }
    }

    private void partial(String text, String committed, String unstable) {
        assertEquals(
                Optional.of(new CommittedPair(committed, unstable)), transcript.partial(List.of(text), false), text);
    }

    private void windowed(String text, String committed, String unstable) {
        assertEquals(
                Optional.of(new CommittedPair(committed, unstable)), transcript.partial(List.of(text), true), text);
    }

    private void settled(String text, String committed) {
        assertEquals(Optional.of(new CommittedPair(committed, "")), transcript.settled(List.of(text)), text);
    }
}
