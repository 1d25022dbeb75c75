/** Figures as pictures: charts and sparklines. */
@NullMarked
package io.heliograph.console.chart;

import org.jspecify.annotations.NullMarked;
