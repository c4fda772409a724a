/**
 * What each client and each team may do: requests and tokens a minute, requests at once, models. Knows no servlet and no
 * thread; counts in memory, for this program alone.
 */
@NullMarked
package dev.ccproxy.limits;

import org.jspecify.annotations.NullMarked;
