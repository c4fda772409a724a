/** What tokens cost, by provider, model and day. Knows nothing of who used them. */
@NullMarked
package dev.ccproxy.prices;

import org.jspecify.annotations.NullMarked;
