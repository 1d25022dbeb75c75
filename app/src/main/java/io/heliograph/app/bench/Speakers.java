package io.heliograph.app.bench;

import io.heliograph.app.client.OpenedSession;
import io.heliograph.app.client.Pause;
import io.heliograph.app.client.SessionRefusedException;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of people who speak one recording after the other at real time, each on a connection of his own, until they are told
 * to stop. A refused one tries again a little later. Thread-safe.
 */
final class Speakers implements AutoCloseable {
    private static final Map<String, String> SPOKEN = Map.of("partial", "1", "emit_final_on_vad", "1");
    /** Refused clients that come back at once would measure the client. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The longest recording of the usual sets and its final. */
    private static final long LAST_WORDS_SECONDS = 60;

    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final Queue<Double> refusalSeconds = new ConcurrentLinkedQueue<>();
    private final Queue<String> oddRefusals = new ConcurrentLinkedQueue<>();
    private final AtomicLong next = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ticker ticker = Ticker.system();
    private final Endurance setting;
    private volatile boolean stopped;

    /**
     * One recording that was spoken.
     *
     * @param recording its name
     * @param endedNanos when its stream ended
     * @param spoken how it was heard
     */
    record Turn(String recording, long endedNanos, Spoken spoken) {}

    Speakers(Endurance setting, int port, int count) {
        this.setting = setting;
        for (int i = 0; i < count; i++) {
            threads.execute(() -> speak(port));
        }
    }

    private void speak(int port) {
        try (SpokenClient client = new SpokenClient(port)) {
            while (!stopped) {
                long begin = ticker.nanos();
                try {
                    OpenedSession session = client.open(SPOKEN);
                    Corpus.Recording recording = setting.recording(next.getAndIncrement());
                    Spoken spoken = client.speak(session, recording);
                    turns.add(new Turn(recording.name(), ticker.nanos(), spoken));
                } catch (SessionRefusedException e) {
                    refusalSeconds.add((ticker.nanos() - begin) / 1e9);
                    if (!String.valueOf(e.getMessage()).contains("ERR1011")) {
                        oddRefusals.add(String.valueOf(e.getMessage()));
                    }
                    Pause.parking(ticker).until(ticker.nanos() + RETRY_NANOS);
                }
            }
        } catch (IOException | RuntimeException e) {
            oddRefusals.add(String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** How those streams ended that did not end well. */
    List<String> badEnds() {
        return turns.stream()
                .map(turn -> turn.spoken().end())
                .filter(end -> !end.isOk())
                .map(String::valueOf)
                .toList();
    }

    /** How long each refusal took. */
    List<Double> refusalSeconds() {
        return List.copyOf(refusalSeconds);
    }

    /** Refusals for another reason than the number of sessions. */
    List<String> oddRefusals() {
        return List.copyOf(oddRefusals);
    }

    /** Finals that came in time, of streams that ended within the window. */
    long finalsInTime(long fromNanos, long toNanos) {
        return turns.stream()
                .filter(turn -> turn.endedNanos() >= fromNanos && turn.endedNanos() < toNanos)
                .mapToLong(turn -> turn.spoken().finalsInTime())
                .sum();
    }

    /** Finals of the same streams that came too late. */
    long finalsLate(long fromNanos, long toNanos) {
        return turns.stream()
                .filter(turn -> turn.endedNanos() >= fromNanos && turn.endedNanos() < toNanos)
                .mapToLong(turn ->
                        turn.spoken().finalSeconds().size() - turn.spoken().finalsInTime())
                .sum();
    }

    /** Lets all finish what they are saying. */
    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
            oddRefusals.add("a speaker did not come to an end within %d s".formatted(LAST_WORDS_SECONDS));
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
