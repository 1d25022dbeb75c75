package io.heliograph.server.capture;

import io.heliograph.server.limits.Limits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is kept of streams: recordings and transcripts, each only where the operator asked for it. Thread-safe. */
public final class Archive implements AutoCloseable {
    private final Supplier<Limits> limits;
    private final Recordings recordings;
    private final Optional<TranscriptFile> transcripts;

    /**
     * An archive, its writers running.
     *
     * @param audioFolder where recordings go
     * @param transcriptFile where text goes, null = nowhere
     * @param limits in force now
     */
    public Archive(
            Path audioFolder,
            @Nullable Path transcriptFile,
            Supplier<Limits> limits,
            InstantSource clock,
            ZoneId zone) {
        this.limits = limits;
        this.recordings = new Recordings(audioFolder, () -> limits.get().capture(), clock, zone);
        this.transcripts = Optional.ofNullable(transcriptFile)
                .map(file ->
                        new TranscriptFile(file, () -> limits.get().logging().transcriptRetentionDays(), clock, zone));
    }

    /** The recording of a stream that begins; one that keeps nothing, unless it is wanted. */
    public Recording begin(String sessionId, boolean isWanted) {
        return isWanted ? recordings.begin(sessionId) : Recording.none();
    }

    /**
     * Keeps the text of a result that was sent, if that is wanted now; never waits.
     *
     * @param startSec start on the audio clock, seconds
     * @param endSec end on the audio clock, seconds
     * @param language code, may be empty
     * @param probability of the language, 0…1
     */
    public void keepText(
            String sessionId,
            boolean isFinal,
            String text,
            double startSec,
            double endSec,
            String language,
            double probability) {
        if (transcripts.isPresent() && limits.get().logging().logTranscripts()) {
            transcripts.get().add(sessionId, isFinal, text, startSec, endSec, language, probability);
        }
    }

    /** Chunks of recordings that became silence. */
    public long lostChunks() {
        return recordings.lostChunks();
    }

    /** Recordings given up. */
    public long failures() {
        return recordings.failures();
    }

    /** Recordings that are not complete yet. */
    public int unfinishedRecordings() {
        return recordings.unfinishedCount();
    }

    /** Lines of transcripts that were not written. */
    public long lostLines() {
        return transcripts.map(TranscriptFile::dropped).orElse(0L);
    }

    @Override
    public void close() {
        recordings.close();
        transcripts.ifPresent(TranscriptFile::close);
    }
}
