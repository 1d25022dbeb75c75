package io.heliograph.app.transcribe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.app.client.FakeTime;
import io.heliograph.app.client.ScriptedBackend;
import io.heliograph.app.client.TimedResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TerminalDrawingTest {
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final String ERASE = "\r\u001b[K";

    private final StringWriter screen = new StringWriter();
    private final PrintWriter writer = new PrintWriter(screen);

    @Nested
    class TheLineOfTheMoment {

        @Test
        void isPlainThenDim() {
            assertEquals(
                    "ask not " + DIM + "what your" + PLAIN, new PartialLine("ask not", "what your").draw(80, true));
        }

        @Test
        void isUnstyledWhereColourIsUnwelcome() {
            assertEquals("ask not what your", new PartialLine("ask not", "what your").draw(80, false));
        }

        @Test
        void showsTheNewestWordsOnANarrowTerminal() {
            assertEquals("…ot " + DIM + "what your" + PLAIN, new PartialLine("ask not", "what your").draw(14, true));
            assertEquals(DIM + "…your" + PLAIN, new PartialLine("ask not", "what your").draw(6, true));
        }

        @Test
        void neverTakesTheLastColumn() {
            for (int columns = 2; columns < 40; columns++) {
                String line = new PartialLine("안녕하세요 여러분", "반갑습니다 e\u0301 hello").draw(columns, false);

                assertTrue(DisplayWidth.of(line) < columns, line + " on " + columns);
            }
        }

        @Test
        void wideLettersTakeTwoColumnsAndMarksNone() {
            assertEquals(4, DisplayWidth.of("안녕"));
            assertEquals(1, DisplayWidth.of("e\u0301"));
            assertEquals("녕", DisplayWidth.end("안녕", 3));
        }
    }

    @Nested
    class Text {

        @Test
        void drawsTheOpenUtteranceBelowTheFinals() {
            TextTranscript transcript = new TextTranscript(writer, new Terminal(true, true, true, 80), false);
            transcript.begin("a.wav");

            transcript.partial(result(" one", false, "", "one"));
            transcript.settled(result(" One.", true, "One.", ""));
            transcript.partial(result("two three", false, "One. two", "three"));
            transcript.clear();

            assertEquals(
                    ERASE + DIM + "one" + PLAIN + ERASE + "One.\n" + ERASE + "two " + DIM + "three" + PLAIN + ERASE,
                    unix(screen));
        }

        @Test
        void onlySettledWordsReachAFile() {
            TextTranscript transcript = new TextTranscript(writer, Terminal.NONE, false);
            transcript.begin("a.wav");

            transcript.partial(result("one", false, "", "one"));
            transcript.settled(result(" One.", true, "One.", ""));
            transcript.clear();

            assertEquals("One.\n", unix(screen));
        }

        @Test
        void cannotSteerTheTerminal() {
            TextTranscript transcript = new TextTranscript(writer, Terminal.NONE, false);
            transcript.begin("a.wav");

            transcript.settled(result("a\u001b[2J\rb\u009b", true, "", ""));

            assertEquals("a [2J b\n", unix(screen));
        }
    }

    @Nested
    class Progress {
        private final FakeTime time = new FakeTime();

        @Test
        void showsHowFarALongRecordingIs() {
            ProgressBar bar = new ProgressBar(writer, time, 80, 1000, OptionalLong.of(3_600_000));
            time.advance(10_000_000_000L);

            bar.sent(900_000);

            assertEquals(
                    ERASE + "[######..................]  25 %  15:00 of 1:00:00  90.0 × real time", screen.toString());
        }

        @Test
        void isRedrawnTenTimesASecondAtMost() {
            ProgressBar bar = new ProgressBar(writer, time, 80, 1000, OptionalLong.empty());
            for (int i = 1; i <= 100; i++) {
                time.advance(10_000_000L);
                bar.sent(i * 10L);
            }

            assertEquals(10, screen.toString().split("\r", -1).length - 1);
        }

        @Test
        void aShortRecordingHasNone() {
            ProgressBar bar = new ProgressBar(writer, time, 80, 1000, OptionalLong.of(29_000));
            time.advance(1_000_000_000L);

            bar.sent(1000);
            bar.clear();

            assertEquals("", screen.toString());
        }

        @Test
        void fitsIntoTheTerminal() {
            ProgressBar bar = new ProgressBar(writer, time, 20, 1000, OptionalLong.of(3_600_000));
            time.advance(1_000_000_000L);

            bar.sent(1000);

            assertEquals(ERASE.length() + 19, screen.toString().length());
        }
    }

    private static String unix(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static TimedResult result(String text, boolean isFinal, String committed, String unstable) {
        return new TimedResult(ScriptedBackend.result(text, isFinal, 0, 1, committed, unstable), 0);
    }
}
