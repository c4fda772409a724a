/** What is known, and who asks for it, as Prometheus and whatever speaks OpenMetrics read it. */
@NullMarked
package dev.ccproxy.metrics;

import org.jspecify.annotations.NullMarked;
