package io.heliograph.app.bench;

import java.util.List;

/** Measures something. */
@FunctionalInterface
interface Benchmark {

    /** Runs, and gives the figures in the order in which they should be read. */
    List<Figure> run() throws Exception;
}
