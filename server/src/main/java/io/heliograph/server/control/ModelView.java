package io.heliograph.server.control;

/**
 * A model that is loaded. Immutable.
 *
 * @param id what sessions ask for
 * @param weights what it was made from
 * @param isFallback whether it serves whoever asks for none, or for one that is not there
 * @param workers threads that decode with it
 * @param queued decodes that wait for it
 * @param running decodes that it runs
 */
public record ModelView(String id, String weights, boolean isFallback, int workers, int queued, int running) {}
