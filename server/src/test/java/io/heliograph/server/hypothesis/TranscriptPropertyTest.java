package io.heliograph.server.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every order of decodes, whatever an engine makes up. */
class TranscriptPropertyTest {

    /** A decode of random words. */
    record Step(Kind kind, List<String> segments) {}

    enum Kind {
        PARTIAL,
        WINDOWED,
        SETTLED
    }

    @Property(tries = 2000)
    void followsTheTableOfTheContract(@ForAll("steps") List<Step> steps) {
        Transcript transcript = new Transcript(Transcript.MAX_COMMITTED_BYTES);
        NaiveTranscript naive = new NaiveTranscript();
        for (Step step : steps) {
            Optional<CommittedPair> expected = switch (step.kind()) {
                case PARTIAL -> naive.partial(step.segments(), false);
                case WINDOWED -> naive.partial(step.segments(), true);
                case SETTLED -> naive.settled(step.segments());
            };
            assertEquals(expected, take(transcript, step));
        }
    }

    @Property(tries = 1000)
    void committedTextOnlyGrowsAndUnstableTextBeginsWithAWord(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 60) int bound) {
        Transcript transcript = new Transcript(bound);
        String before = "";
        boolean wasFull = false;
        for (Step step : steps) {
            CommittedPair pair = take(transcript, step).orElse(transcript.settledPair());
            assertTrue(pair.committedText().startsWith(before));
            assertTrue(pair.committedText().getBytes(StandardCharsets.UTF_8).length <= bound);
            assertFalse(wasFull && !pair.committedText().equals(before));
            assertFalse(wasFull && !transcript.isFull());
            assertEquals(pair.unstableText().strip(), pair.unstableText());
            assertTrue(step.kind() != Kind.SETTLED || pair.unstableText().isEmpty());
            before = pair.committedText();
            wasFull = transcript.isFull();
        }
    }

    @Property(tries = 1000)
    void onlyWholeWordsThatAnEngineSaidAreCommitted(@ForAll("steps") List<Step> steps) {
        Transcript transcript = new Transcript(Transcript.MAX_COMMITTED_BYTES);
        Set<String> said = new HashSet<>();
        for (Step step : steps) {
            said.addAll(texts(Tokens.ofSegments(step.segments())));
            take(transcript, step);
            assertTrue(
                    said.containsAll(texts(Tokens.split(transcript.settledPair().committedText()))));
        }
    }

    @Property(tries = 1000)
    void settledDecodesAloneAreAllCovered(@ForAll("decodes") List<List<String>> decodes) {
        Transcript transcript = new Transcript(Transcript.MAX_COMMITTED_BYTES);
        List<String> all = new ArrayList<>();
        for (List<String> decode : decodes) {
            transcript.settled(decode);
            all.addAll(decode);
        }

        assertEquals(
                Tokens.text(Tokens.ofSegments(all)), transcript.settledPair().committedText());
    }

    /** An engine that only hears more: each partial is cut somewhere, also inside a word, and each utterance ends settled. */
    @Property(tries = 1000)
    void whereTheEngineNeverRevisesBothHalvesReadAsTheTranscript(
            @ForAll("decodes") List<List<String>> decodes, @ForAll @IntRange(min = 1, max = 7) int charsPerPartial) {
        Transcript transcript = new Transcript(Transcript.MAX_COMMITTED_BYTES);
        List<String> settled = new ArrayList<>();
        for (List<String> decode : decodes) {
            String text = Tokens.text(Tokens.ofSegments(decode));
            for (int end = charsPerPartial; end < text.length(); end += charsPerPartial) {
                String heard = text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, end)));
                Optional<CommittedPair> pair = transcript.partial(List.of(heard), false);
                List<String> read = new ArrayList<>(settled);
                read.addAll(texts(Tokens.split(heard)));
                pair.ifPresent(both -> assertEquals(
                        read, texts(Tokens.split(Tokens.join(both.committedText(), both.unstableText())))));
            }
            transcript.settled(decode);
            settled.addAll(texts(Tokens.split(text)));
            assertEquals(settled, texts(Tokens.split(transcript.settledPair().committedText())));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.of(Kind.PARTIAL, Kind.PARTIAL, Kind.PARTIAL, Kind.WINDOWED, Kind.SETTLED);
        return Combinators.combine(kinds, segments()).as(Step::new).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<List<String>>> decodes() {
        return segments().list().ofMaxSize(6);
    }

    /** Few words, so that decodes agree, repeat and almost agree; the pieces meet with and without blanks. */
    private static Arbitrary<List<String>> segments() {
        Arbitrary<String> piece = Arbitraries.of(
                "a", "b", " a", " a", " b", " b", " c", " A", " b.", " d,", "你", "好", "。", " 你", "か\u3099", " 😀",
                "\u00A0", " ");
        return piece.list()
                .ofMaxSize(6)
                .map(pieces -> String.join("", pieces))
                .list()
                .ofMaxSize(3);
    }

    private static Optional<CommittedPair> take(Transcript transcript, Step step) {
        return switch (step.kind()) {
            case PARTIAL -> transcript.partial(step.segments(), false);
            case WINDOWED -> transcript.partial(step.segments(), true);
            case SETTLED -> transcript.settled(step.segments());
        };
    }

    private static List<String> texts(List<Token> tokens) {
        return tokens.stream().map(Token::text).toList();
    }
}
