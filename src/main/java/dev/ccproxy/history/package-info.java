/**
 * What happened: incidents, availability and latency of the providers over time, and what happened to this program, from
 * the monitor's results and the totals of {@code usage}. Whoever is watched never waits for it.
 */
@NullMarked
package dev.ccproxy.history;

import org.jspecify.annotations.NullMarked;
