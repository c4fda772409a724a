/** Where a request goes. Knows no servlet, no HTTP client and no thread. */
@NullMarked
package dev.ccproxy.routing;

import org.jspecify.annotations.NullMarked;
