/** The configured providers. Knows nothing of their health, which is the monitor's. */
@NullMarked
package dev.ccproxy.provider;

import org.jspecify.annotations.NullMarked;
