package io.heliograph.server.control;

/** Told what happens to a recording that is tried out, by one thread at a time. */
@FunctionalInterface
public interface TrialListener {

    void onEvent(TrialEvent event);
}
