/** What {@code /status} says. Knows nothing of how providers are looked at, nor of who may ask. */
@NullMarked
package dev.ccproxy.status;

import org.jspecify.annotations.NullMarked;
