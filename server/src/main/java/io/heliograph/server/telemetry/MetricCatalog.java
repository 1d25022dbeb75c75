package io.heliograph.server.telemetry;

/**
 * Where the recorder's parts register what they count.
 *
 * @param scalars the families of contract §12.1
 * @param extended the families of §12.4 and our own
 * @param histograms the families of §12.3 and our own
 */
record MetricCatalog(MetricSection scalars, MetricSection extended, HistogramSection histograms) {

    static MetricCatalog empty() {
        return new MetricCatalog(new MetricSection(), new MetricSection(), new HistogramSection());
    }
}
