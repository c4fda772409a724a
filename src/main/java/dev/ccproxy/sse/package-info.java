/** Server-sent events (WHATWG HTML, 9.2). Knows nothing of what the events mean. */
@NullMarked
package dev.ccproxy.sse;

import org.jspecify.annotations.NullMarked;
