package io.heliograph.server.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowSpliceTest {

    @Test
    void meetsAtTheCommonRun() {
        assertEquals("a b c d e f", splice("a b c d e", "c d e f"));
    }

    @Test
    void dropsWhatTheWindowHeardOfTheCutWord() {
        assertEquals("a long b c d", splice("a long b c", "ng b c d"));
    }

    @Test
    void takesTheWindowsWordsFromTheRunOn() {
        assertEquals("we said Hello World again", splice("we said hello, world", "Hello World again"));
    }

    @Test
    void refusesASingleCommonWord() {
        assertEquals("", splice("a b c", "c x y z"));
    }

    @Test
    void refusesARunThatBeginsInTheSecondHalfOfTheWindow() {
        assertEquals("", splice("a b", "w x a b"));
        assertEquals("a b c", splice("a b", "w a b c"));
        assertEquals("a b", splice("a b", "w a b"));
    }

    @Test
    void prefersTheLongerRunWhereverItIs() {
        assertEquals("a b c z", splice("a b c x a b", "a b c z"));
    }

    @Test
    void prefersTheLastOfEqualRunsInThePreviousDecode() {
        assertEquals("a b x a b y z", splice("a b x a b", "a b y z"));
    }

    @Test
    void prefersTheFirstOfEqualRunsInTheWindow() {
        assertEquals("x a b y a b q q", splice("x a b", "a b y a b q q"));
    }

    @Test
    void marksTheSeamByTheRuleOfSeams() {
        assertEquals("谁说你好世界", splice("谁说 你好", "你好世界"));
        assertEquals("say 你好吗", splice("say 你好", "你好吗"));
    }

    @Test
    void hasNothingToMeetInNothing() {
        assertEquals("", splice("", "a b c"));
        assertEquals("", splice("a b c", ""));
    }

    private static String splice(String previous, String window) {
        Optional<List<Token>> spliced = WindowSplice.splice(Tokens.split(previous), Tokens.split(window));
        return spliced.map(Tokens::text).orElse("");
    }
}
