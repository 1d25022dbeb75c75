package io.heliograph.app.transcribe;

import java.io.IOException;

/** A recording that can be opened. */
interface RecordingSource {

    /** What the user called it. */
    String name();

    /** Whether it can be opened once more after it has been read. */
    boolean isReopenable();

    /**
     * Opens it at its start; the caller closes it.
     *
     * @throws IOException if it cannot be read; the message says why in words for the user and names the recording
     */
    Recording open() throws IOException;
}
