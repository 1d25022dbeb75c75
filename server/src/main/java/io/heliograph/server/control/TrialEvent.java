package io.heliograph.server.control;

/** What happens to a recording that is tried out; times are seconds since its first audio was sent. All are immutable. */
public sealed interface TrialEvent {

    /**
     * The server has registered a session for it.
     *
     * @param sessionHash {@link SessionView#hash()}
     * @param createdSec how long that took
     * @param audioSec length of the recording; NaN if it is not known before
     */
    record Started(String sessionHash, double createdSec, double audioSec) implements TrialEvent {}

    /** So much of it has been sent; told a few times a second. */
    record Sent(double audioSec) implements TrialEvent {}

    /**
     * A result has come.
     *
     * @param atSec when
     * @param isFinal whether it will never change
     * @param text its words
     * @param startSec where they begin in the audio
     * @param endSec where they end
     */
    record Heard(double atSec, boolean isFinal, String text, double startSec, double endSec) implements TrialEvent {}

    /**
     * The stream is over.
     *
     * @param isOk whether it ended well
     * @param message status and reason in one line, for people
     * @param atSec when
     */
    record Ended(boolean isOk, String message, double atSec) implements TrialEvent {}
}
