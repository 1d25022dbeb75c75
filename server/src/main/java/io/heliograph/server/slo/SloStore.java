package io.heliograph.server.slo;

/**
 * Keeps tallies beyond the life of the process. Implementations are thread-safe and may wait for a disk; they throw a
 * {@link RuntimeException} if they fail, and then nothing of the call has happened.
 */
public interface SloStore {

    /**
     * Reads what is there.
     *
     * @param minutesFrom tallies of a minute from this minute on
     * @param hoursFrom tallies of an hour from this minute on
     */
    StoredSlo load(long minutesFrom, long hoursFrom);

    /** Writes a batch, all or nothing. */
    void save(SloBatch batch);
}
