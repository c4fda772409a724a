/** An operator takes this program out of rotation and back. Knows nothing of providers, nor of what reports it. */
@NullMarked
package dev.ccproxy.maintenance;

import org.jspecify.annotations.NullMarked;
