package io.heliograph.server.decode;

/**
 * A model on offer. Immutable.
 *
 * @param id what sessions ask for
 * @param weights what it was made from
 * @param workers threads that were started for it
 * @param liveWorkers those that can take a job
 * @param queued jobs that wait for it
 * @param running jobs that it runs
 */
public record LoadedModel(String id, String weights, int workers, int liveWorkers, int queued, int running) {}
