package io.heliograph.app.transcribe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CueSplitterTest {
    private final CueSplitter splitter = new CueSplitter();

    @Test
    void aShortSegmentIsOneCue() {
        assertEquals(
                List.of(new Cue(500, 2250, List.of("Hello there."))), splitter.split(" Hello  there. ", 0.5, 2.25));
    }

    @Test
    void sentencesAreCuesForTheirShareOfTheTime() {
        List<Cue> cues = splitter.split("This is sentence one of two. This is sentence two of two.", 0, 10);

        assertEquals(
                List.of(
                        new Cue(0, 5000, List.of("This is sentence one of two.")),
                        new Cue(5000, 10_000, List.of("This is sentence two of two."))),
                cues);
    }

    @Test
    void aShortSentenceIsJoinedByTheNext() {
        List<Cue> cues = splitter.split("Mr. Smith went away. He came back.", 0, 3);

        assertEquals(List.of(new Cue(0, 3000, List.of("Mr. Smith went away. He came back."))), cues);
    }

    @Test
    void aLineThatIsTooLongIsBrokenInTheMiddle() {
        List<Cue> cues = splitter.split("ask not what your country can do for you ask what you can", 0, 3);

        assertEquals(
                List.of(List.of("ask not what your country can", "do for you ask what you can")),
                cues.stream().map(Cue::lines).toList());
    }

    @Test
    void aLongSentenceIsSharedAmongCuesOfAboutEqualLength() {
        String text = "and so my fellow americans ask not what your country can do for you"
                + " ask what you can do for your country";

        List<Cue> cues = splitter.split(text, 0, 10.4);

        assertEquals(
                List.of(
                        List.of("and so my fellow americans", "ask not what your country"),
                        List.of("can do for you ask what", "you can do for your country")),
                cues.stream().map(Cue::lines).toList());
    }

    @Test
    void anUnbreakableTextIsCutIntoPiecesOfOneLine() {
        List<Cue> cues = splitter.split("好".repeat(50), 0, 5);

        assertEquals(
                List.of(List.of("好".repeat(21), "好".repeat(21)), List.of("好".repeat(8))),
                cues.stream().map(Cue::lines).toList());
    }

    @Test
    void withoutWordsThereIsNoCue() {
        assertEquals(List.of(), splitter.split("  \n ", 0, 5));
    }

    @Test
    void aSegmentThatBeginsTooEarlyWaitsForItsPredecessor() {
        splitter.split("one", 0, 2);

        assertEquals(List.of(new Cue(2000, 3000, List.of("two"))), splitter.split("two", 1.5, 3));
        assertEquals(List.of(new Cue(3000, 3001, List.of("three"))), splitter.split("three", 2, 1));
    }

    @Test
    void anyTextGivesCuesInOrderThatFitAndKeepEveryWord() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            CueSplitter fresh = new CueSplitter();
            List<String> words = new ArrayList<>();
            List<Cue> cues = new ArrayList<>();
            for (int segment = 0; segment < 3; segment++) {
                String text = text(random, 1 + random.nextInt(60));
                words.addAll(List.of(text.split(" ", -1)));
                double start = segment * 5 + random.nextDouble(2);
                cues.addAll(fresh.split(text, start, start + random.nextDouble(6)));
            }
            requireSound(cues);
            assertEquals(
                    words,
                    List.of(String.join(
                                    " ",
                                    cues.stream()
                                            .flatMap(cue -> cue.lines().stream())
                                            .toList())
                            .split(" ", -1)));
        }
    }

    private static void requireSound(List<Cue> cues) {
        long lastEnd = 0;
        for (Cue cue : cues) {
            assertTrue(cue.startMs() >= lastEnd, cue + " begins before " + lastEnd);
            assertTrue(cue.lines().size() <= 2, cue::toString);
            cue.lines().forEach(line -> assertTrue(DisplayWidth.of(line) <= CueSplitter.LINE_COLUMNS, line));
            lastEnd = cue.endMs();
        }
    }

    private static String text(Random random, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(
                    "abcdefghijklmnopqrst".substring(0, 1 + random.nextInt(20)) + (random.nextInt(6) == 0 ? "." : ""));
        }
        return String.join(" ", words);
    }
}
