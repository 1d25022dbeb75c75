package io.heliograph.app.client;

/** Told before a failed call is tried again. */
@FunctionalInterface
public interface RetryNotice {

    /** The try with this number (1 for the first) has failed; the next follows after the delay. */
    void retrying(CallEnd end, int failedTry, long delayNanos);
}
