/** What was used: one record an attempt, and totals since the start. Never a word of a prompt or a response. */
@NullMarked
package dev.ccproxy.usage;

import org.jspecify.annotations.NullMarked;
