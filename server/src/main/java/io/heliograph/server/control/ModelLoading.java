package io.heliograph.server.control;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Loads and unloads models and knows nothing of who asks. Implementations are thread-safe. */
public interface ModelLoading {

    /** The models on offer, in the order of loading. */
    List<ModelView> loaded();

    /** The last loads, newest first; at most 100. */
    List<ModelLoad> loads();

    /** The names of the load profiles. */
    List<String> profiles();

    /**
     * Loads a model in the background.
     *
     * @param before told what is going to be loaded, in lines, before anything is done; what it throws prevents it
     * @param whenFailed told of a load that failed, on the loading thread
     */
    ModelLoadOutcome load(ModelWish wish, Consumer<String> before, Consumer<ModelLoad> whenFailed);

    /** Whether there is a model of that id, and another. */
    boolean canUnload(String modelId);

    /**
     * Takes a model away, and waits for its decodes.
     *
     * @return false if there is no such model or no other, and nothing was done
     */
    boolean unload(String modelId, Duration patience) throws InterruptedException;
}
