/** What is known, as Prometheus and whatever speaks OpenMetrics read it. */
@NullMarked
package dev.ccproxy.metrics;

import org.jspecify.annotations.NullMarked;
