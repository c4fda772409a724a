/** Which providers are configured. Knows nothing of how they are: that is the monitor's. */
@NullMarked
package dev.ccproxy.provider;

import org.jspecify.annotations.NullMarked;
