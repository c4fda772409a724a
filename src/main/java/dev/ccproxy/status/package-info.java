/** What {@code /status} says. Knows nothing of how providers are checked, nor of who may ask. */
@NullMarked
package dev.ccproxy.status;

import org.jspecify.annotations.NullMarked;
