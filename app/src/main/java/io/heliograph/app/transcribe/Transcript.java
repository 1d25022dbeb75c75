package io.heliograph.app.transcribe;

import io.heliograph.app.client.TimedResult;

/** Where the words of recordings go, one recording after the other. Confined to one thread at a time. */
interface Transcript {

    /** A recording begins. */
    void begin(String name);

    /** Words that may still change. */
    void partial(TimedResult result);

    /** Words that will not. */
    void settled(TimedResult result);

    /** The recording has been heard to its end. */
    void end(Summary summary);

    /** Takes back what is drawn for the moment only, so that something else can be printed. */
    void clear();
}
