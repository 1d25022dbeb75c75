package io.heliograph.app.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Nearest-rank percentiles over all samples. Confined to one thread. */
public final class Percentiles {
    private final List<Double> samples = new ArrayList<>();

    public void add(double sample) {
        samples.add(sample);
    }

    /** Adds all that the others have. */
    public void addAll(Percentiles others) {
        samples.addAll(others.samples);
    }

    public int count() {
        return samples.size();
    }

    /** The smallest sample that at least {@code percent} of all do not exceed; NaN without samples. */
    public double at(double percent) {
        if (samples.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(samples);
        Collections.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
