package io.heliograph.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the long runs share. Immutable.
 *
 * @param launcher the script {@code heliograph}
 * @param models folder of the models
 * @param corpus what is spoken
 * @param isShort at most a minute instead of the full length
 * @param isSpeedJudged whether figures that hang on the machine's speed have a bound; without, they are only told
 * @param minutes length of the soak
 * @param sessions number of short sessions of the churn
 * @param rounds kills and stops each
 */
record Endurance(
        Path launcher,
        Path models,
        Corpus corpus,
        boolean isShort,
        boolean isSpeedJudged,
        int minutes,
        int sessions,
        int rounds) {

    /** The bound of a figure that hangs on the machine's speed. */
    double ifSpeedIsJudged(double atMost) {
        return isSpeedJudged ? atMost : Double.POSITIVE_INFINITY;
    }

    WatchedServer start(String... settings) throws IOException, InterruptedException {
        return startWith("", settings);
    }

    /** The same with one more option of Java. */
    WatchedServer startWith(String javaOption, String... settings) throws IOException, InterruptedException {
        return WatchedServer.start(launcher, models, List.of(settings), javaOption);
    }

    Corpus.Recording recording(long number) {
        return corpus.recordings().get((int) (number % corpus.recordings().size()));
    }
}
