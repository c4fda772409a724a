/** The status and the requests as metrics, for Prometheus and others that read OpenMetrics. */
@NullMarked
package dev.ccproxy.metrics;

import org.jspecify.annotations.NullMarked;
