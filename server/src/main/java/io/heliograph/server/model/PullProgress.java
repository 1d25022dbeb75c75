package io.heliograph.server.model;

/** Told what an installation does; called on the installing thread, so it must be quick. */
public interface PullProgress {
    /** Tells nobody. */
    PullProgress NONE = new PullProgress() {
        @Override
        public void note(String line) {}

        @Override
        public void transferred(long doneBytes, long totalBytes) {}
    };

    /** One line for people: what is done next, or what has been done. */
    void note(String line);

    /**
     * Bytes of the current download. Called several times a second, often with the same numbers.
     *
     * @param doneBytes never goes back within a download and never exceeds the total
     * @param totalBytes the wheel's size
     */
    void transferred(long doneBytes, long totalBytes);
}
