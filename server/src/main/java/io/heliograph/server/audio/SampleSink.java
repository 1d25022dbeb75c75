package io.heliograph.server.audio;

/** Where mono samples in [−1, 1] go, in order. Confined to the thread of whoever feeds it. */
@FunctionalInterface
public interface SampleSink {

    /**
     * Takes the next samples. The array stays the caller's, who may overwrite it as soon as the call returns.
     *
     * @param samples holds the samples
     * @param offset index of the first one
     * @param count how many, at least 1
     */
    void append(float[] samples, int offset, int count);
}
