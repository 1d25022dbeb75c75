package io.heliograph.server.hypothesis;

import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one partial costs a stream's thread, at the start of a session and with a mebibyte of settled text behind it, where only the
 * copy into the message may grow; and with a revised first word, the worst that alignment meets.
 *
 * <p>300-word utterances growing word by word, 2026-11-25, Temurin 25.0.3, two shared cores of a Xeon under other load, after warm-up:
 * 9 µs at the start of a session (11 µs revised); 180 µs with 1 MiB settled (175 µs revised), where each commit copies it. Run it with
 * {@code java -cp server/target/classes:server/target/test-classes io.heliograph.server.hypothesis.TranscriptBenchmark}.
 */
final class TranscriptBenchmark {
    private static final int ROUNDS = 20;
    private static final int WORDS = 300;

    private TranscriptBenchmark() {}

    public static void main(String[] args) {
        String settled = "settled text ".repeat(79_000);
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            report("start of session", "", "w0");
            report("start of session, first word revised", "", "revised");
            report("1 MiB settled", settled, "w0");
            report("1 MiB settled, first word revised", settled, "revised");
        }
    }

    private static void report(String name, String settled, String firstWord) {
        Ticker ticker = Ticker.system();
        long spentNanos = 0;
        long committedChars = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Transcript transcript = new Transcript(Transcript.MAX_COMMITTED_BYTES);
            transcript.settled(List.of(settled));
            List<String> words = new ArrayList<>();
            for (int i = 0; i < WORDS; i++) {
                words.add("w" + i);
                boolean late = i > WORDS / 2;
                words.set(0, late ? firstWord : "w0");
                List<String> segments = List.of(String.join(" ", words));
                long startNanos = ticker.nanos();
                transcript.partial(segments, false);
                spentNanos += ticker.nanos() - startNanos;
            }
            committedChars += transcript.settledPair().committedText().length();
        }
        System.out.printf(
                Locale.ROOT,
                "%-38s %7.1f µs per partial, %d characters committed%n",
                name,
                spentNanos / 1e3 / ROUNDS / WORDS,
                committedChars / ROUNDS);
    }
}
