/** Benchmarks that anybody can rerun: each prints the figure, what it is measured against, and a verdict. */
@NullMarked
package io.heliograph.app.bench;

import org.jspecify.annotations.NullMarked;
